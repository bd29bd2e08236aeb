// The plots as SVG nodes, outside the view library: built once, then only what changed is touched.

import type { StatusLetter } from "../api";
import type { Shape } from "./geometry";
import type { Transform } from "./viewport";

const kSvg = "http://www.w3.org/2000/svg";
const kMaxLabels = 900;
const kLetterPx = 13; // a plot this wide on the screen can carry its letter
const kNumberPx = 30; // and this wide its number as well

export class PlotLayer {
  private readonly group_ = document.createElementNS(kSvg, "g");
  private readonly plots_ = document.createElementNS(kSvg, "g");
  private readonly labels_ = document.createElementNS(kSvg, "g");
  private readonly marker_ = document.createElementNS(kSvg, "path");
  private readonly nodes_: SVGPathElement[];
  private dimmed_ = new Set<number>();
  private letters_: StatusLetter[] = [];
  private shown_: { t: Transform; width: number; height: number; ox: number; oy: number } | null = null;

  constructor(svg: SVGSVGElement, private readonly shapes_: Shape[], private readonly letterText_: (letter: StatusLetter) => string) {
    this.nodes_ = shapes_.map((shape) => this.node_(shape));
    this.plots_.append(...this.nodes_);
    this.plots_.setAttribute("class", "plots");
    this.labels_.setAttribute("class", "labels");
    this.marker_.setAttribute("class", "marker");
    this.group_.append(this.plots_, this.marker_, this.labels_);
    this.group_.setAttribute("aria-hidden", "true");
    svg.append(this.group_);
  }

  destroy(): void { this.group_.remove(); }

  private node_(shape: Shape): SVGPathElement {
    const node = document.createElementNS(kSvg, "path");
    node.setAttribute("d", shape.path);
    node.setAttribute("data-plot", shape.id);
    return node;
  }

  /** Sets the statuses of the changed places; `flash` marks them for a moment. */
  paint(letters: StatusLetter[], changed: number[], flash: boolean): void {
    this.letters_ = letters;
    for (const i of changed) {
      const node = this.nodes_[i], letter = letters[i];
      if (!node || !letter) continue;
      node.setAttribute("data-status", letter);
      node.setAttribute("fill", `url(#plot-${letter})`);
      if (flash) this.flash_(node);
    }
    if (flash && this.shown_) this.relabel();
  }

  private flash_(node: SVGPathElement): void {
    node.classList.remove("flash");
    void node.getBoundingClientRect(); // restarts the animation
    node.classList.add("flash");
    node.addEventListener("animationend", () => node.classList.remove("flash"), { once: true });
  }

  /** Greys out what the filters leave out. */
  dim(out: Set<number>): void {
    for (const i of this.dimmed_) if (!out.has(i)) this.nodes_[i]?.classList.remove("dim");
    for (const i of out) if (!this.dimmed_.has(i)) this.nodes_[i]?.classList.add("dim");
    this.dimmed_ = out;
    if (this.shown_) this.relabel();
  }

  mark(shape: Shape | null): void {
    if (shape) this.marker_.setAttribute("d", shape.path);
    else this.marker_.removeAttribute("d");
  }

  /** Draws at the transform; the svg begins (ox, oy) pixels left of and above the pane. Labels are written when it rests. */
  draw(t: Transform, size: { width: number; height: number }, ox: number, oy: number, resting: boolean): void {
    this.group_.setAttribute("transform", `translate(${t.x + ox} ${t.y + oy}) scale(${t.k})`);
    this.shown_ = { t, ...size, ox, oy };
    if (resting) this.relabel();
  }

  /** Writes letters and numbers on the plots in the picture that are wide enough. */
  relabel(): void {
    if (!this.shown_) return;
    const { t, width, height, ox, oy } = this.shown_;
    const texts: SVGTextElement[] = [];
    for (const shape of this.shapes_) {
      if (texts.length >= kMaxLabels) break;
      const sx = t.k * shape.x + t.x, sy = t.k * shape.y + t.y;
      if (sx < -ox || sy < -oy || sx > width + ox || sy > height + oy || this.dimmed_.has(shape.index)) continue;
      const text = this.text_(shape, t.k);
      if (text) texts.push(text);
    }
    this.labels_.replaceChildren(...texts);
  }

  private text_(shape: Shape, k: number): SVGTextElement | null {
    const w = (shape.right - shape.left) * k, inner = Math.min(w, (shape.bottom - shape.top) * k, shape.room * k);
    const letter = this.letters_[shape.index];
    if (inner < kLetterPx || !letter) return null;
    const px = Math.min(15, Math.max(9, inner * 0.3));
    const full = inner >= kNumberPx && shape.no.length * px * 0.62 <= w;
    const text = document.createElementNS(kSvg, "text");
    text.setAttribute("font-size", String(px / k));
    const line = (content: string, dy: number, cls: string) => {
      const span = document.createElementNS(kSvg, "tspan");
      span.setAttribute("x", String(shape.x));
      span.setAttribute("y", String(shape.y + (dy * px) / k));
      span.setAttribute("class", cls);
      span.textContent = content;
      text.append(span);
    };
    if (full) line(shape.no, -0.1, "no");
    line(this.letterText_(letter), full ? 1.05 : 0.35, "letter");
    return text;
  }
}

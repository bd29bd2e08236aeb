// Pan and zoom over the map: drag, wheel, two fingers. Holds one transform from metres to the pane's pixels.
// While it moves, the drawing made at rest is only shifted and stretched as a picture (a CSS transform on the svg, which is
// larger than the pane by kOverscan on each side); it is drawn anew when the movement rests or runs out of the picture.

import type { Bounds } from "./geometry";

export interface Transform { k: number; x: number; y: number }
interface Size { width: number; height: number }

const kMargin = 24;
const kSettleMs = 120;
const kDragPx = 5;
export const kOverscan = 0.3; // of the pane, on each side; as .map in style.css

/** The transform that shows the bounds in the middle of the size. */
export function fitted(bounds: Bounds, size: Size): Transform {
  const w = bounds.right - bounds.left || 1, h = bounds.bottom - bounds.top || 1;
  const k = Math.max(1e-6, Math.min((size.width - 2 * kMargin) / w, (size.height - 2 * kMargin) / h));
  return { k, x: size.width / 2 - (k * (bounds.left + bounds.right)) / 2, y: size.height / 2 - (k * (bounds.top + bounds.bottom)) / 2 };
}

/** Zoomed by a factor with the screen point (px, py) staying where it is, the scale within [min, max]. */
export function zoomed(t: Transform, factor: number, px: number, py: number, min: number, max: number): Transform {
  const k = Math.min(max, Math.max(min, t.k * factor));
  return { k, x: px - ((px - t.x) * k) / t.k, y: py - ((py - t.y) * k) / t.k };
}

/** Keeps at least a quarter of the view covered by the bounds, so that the map cannot be lost. */
export function clamped(t: Transform, bounds: Bounds, size: Size): Transform {
  const keepX = size.width / 4, keepY = size.height / 4;
  const x = Math.min(size.width - keepX - t.k * bounds.left, Math.max(keepX - t.k * bounds.right, t.x));
  const y = Math.min(size.height - keepY - t.k * bounds.top, Math.max(keepY - t.k * bounds.bottom, t.y));
  return { k: t.k, x, y };
}

/** How the picture drawn at `drawn` must be moved to look like `now`; ox, oy: how far it begins left of and above the pane. */
export function pictureShift(drawn: Transform, now: Transform, ox: number, oy: number): { scale: number; x: number; y: number } {
  const scale = now.k / drawn.k;
  return { scale, x: now.x + ox - scale * (drawn.x + ox), y: now.y + oy - scale * (drawn.y + oy) };
}

export class Viewport {
  transform: Transform = { k: 1, x: 0, y: 0 };
  private drawn_: Transform | null = null;
  private size_: Size = { width: 1, height: 1 };
  private fit_ = 1;
  private fittedNow_ = true;
  private readonly pointers_ = new Map<number, { x: number; y: number }>();
  private moved_ = false;
  private frame_ = 0;
  private settle_ = 0;
  private readonly stop_ = new AbortController();
  private readonly observer_: ResizeObserver;

  constructor(
    private readonly pane_: HTMLElement, private readonly svg_: SVGSVGElement, private readonly bounds_: Bounds, private readonly maxScale_: number,
    private readonly onMove_: (t: Transform) => void, private readonly onDraw_: (t: Transform, ox: number, oy: number, resting: boolean) => void,
  ) {
    const on = { signal: this.stop_.signal };
    svg_.addEventListener("pointerdown", this.down_, on);
    svg_.addEventListener("pointermove", this.drag_, on);
    for (const end of ["pointerup", "pointercancel"] as const) svg_.addEventListener(end, this.up_, on);
    svg_.addEventListener("wheel", this.wheel_, { ...on, passive: false });
    svg_.addEventListener("click", this.click_, { ...on, capture: true });
    this.observer_ = new ResizeObserver(() => this.resize_());
    this.observer_.observe(pane_);
    this.resize_();
  }

  destroy(): void {
    this.stop_.abort();
    this.observer_.disconnect();
    cancelAnimationFrame(this.frame_);
    clearTimeout(this.settle_);
  }

  get size(): Size { return this.size_; }

  fit(): void {
    this.set_(fitted(this.bounds_, this.size_));
    this.fittedNow_ = true;
  }
  zoomBy(factor: number): void { this.zoomAt_(factor, this.size_.width / 2, this.size_.height / 2); }

  /** Brings a place (metres) to the middle, zoomed at least to `scale`. */
  show(x: number, y: number, scale = 0): void {
    const k = Math.min(this.maxScale_, Math.max(this.transform.k, scale));
    this.set_({ k, x: this.size_.width / 2 - k * x, y: this.size_.height / 2 - k * y });
  }
  /** Moves only if the place lies outside the view's middle part. */
  reveal(x: number, y: number): void {
    const { k, x: tx, y: ty } = this.transform;
    const sx = k * x + tx, sy = k * y + ty, m = 48;
    if (sx < m || sy < m || sx > this.size_.width - m || sy > this.size_.height - m) this.show(x, y);
  }

  private resize_(): void {
    const box = this.pane_.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return;
    const dx = (box.width - this.size_.width) / 2, dy = (box.height - this.size_.height) / 2;
    this.size_ = { width: box.width, height: box.height };
    this.fit_ = fitted(this.bounds_, this.size_).k;
    this.drawn_ = null;
    if (this.fittedNow_) this.fit();
    else this.set_({ ...this.transform, x: this.transform.x + dx, y: this.transform.y + dy });
  }

  private set_(next: Transform): void {
    this.transform = clamped(next, this.bounds_, this.size_);
    this.fittedNow_ = false;
    if (!this.frame_) this.frame_ = requestAnimationFrame(() => { this.frame_ = 0; this.show_(); });
    clearTimeout(this.settle_);
    this.settle_ = window.setTimeout(() => this.draw_(true), kSettleMs);
  }

  private draw_(resting: boolean): void {
    this.drawn_ = this.transform;
    this.svg_.style.transform = "";
    this.onMove_(this.transform);
    this.onDraw_(this.transform, kOverscan * this.size_.width, kOverscan * this.size_.height, resting);
  }

  private show_(): void {
    const ox = kOverscan * this.size_.width, oy = kOverscan * this.size_.height;
    const shift = this.drawn_ && pictureShift(this.drawn_, this.transform, ox, oy);
    if (!shift || !this.covers_(shift, ox, oy)) return this.draw_(false);
    this.svg_.style.transform = `translate(${shift.x}px, ${shift.y}px) scale(${shift.scale})`;
    this.onMove_(this.transform);
  }

  /** Whether the moved picture still fills the pane and is not stretched beyond recognition. */
  private covers_(shift: { scale: number; x: number; y: number }, ox: number, oy: number): boolean {
    const { width, height } = this.size_;
    if (shift.scale > 4 || shift.scale < 0.25) return false;
    if (shift.scale < 1) return true; // zooming out shows the ground at the rim until it rests
    return shift.x <= ox && shift.y <= oy && shift.x + shift.scale * (width + 2 * ox) >= width + ox && shift.y + shift.scale * (height + 2 * oy) >= height + oy;
  }

  private zoomAt_(factor: number, px: number, py: number): void {
    this.set_(zoomed(this.transform, factor, px, py, this.fit_ * 0.6, this.maxScale_));
  }

  private readonly wheel_ = (event: WheelEvent) => {
    event.preventDefault();
    const box = this.pane_.getBoundingClientRect();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    this.zoomAt_(Math.exp(-Math.max(-300, Math.min(300, pixels)) * (event.ctrlKey ? 0.01 : 0.0022)), event.clientX - box.left, event.clientY - box.top);
  };

  private readonly down_ = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (this.pointers_.size === 0) this.moved_ = false;
    this.pointers_.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };

  private readonly drag_ = (event: PointerEvent) => {
    const last = this.pointers_.get(event.pointerId);
    if (!last) return;
    if (!this.moved_ && this.pointers_.size === 1 && Math.hypot(event.clientX - last.x, event.clientY - last.y) < kDragPx) return;
    if (!this.moved_) { this.moved_ = true; this.svg_.setPointerCapture(event.pointerId); }
    if (this.pointers_.size === 2) this.pinch_(event, last);
    else this.set_({ ...this.transform, x: this.transform.x + event.clientX - last.x, y: this.transform.y + event.clientY - last.y });
    this.pointers_.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };

  private pinch_(event: PointerEvent, last: { x: number; y: number }): void {
    const other = [...this.pointers_].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) return;
    const box = this.pane_.getBoundingClientRect();
    const before = Math.hypot(last.x - other.x, last.y - other.y) || 1;
    const after = Math.hypot(event.clientX - other.x, event.clientY - other.y) || 1;
    const moved = { ...this.transform, x: this.transform.x + (event.clientX - last.x) / 2, y: this.transform.y + (event.clientY - last.y) / 2 };
    this.set_(zoomed(moved, after / before, (event.clientX + other.x) / 2 - box.left, (event.clientY + other.y) / 2 - box.top, this.fit_ * 0.6, this.maxScale_));
  }

  private readonly up_ = (event: PointerEvent) => { this.pointers_.delete(event.pointerId); };

  /** A drag's end is not a press on the plot under it. */
  private readonly click_ = (event: MouseEvent) => {
    if (this.moved_) { event.stopPropagation(); this.moved_ = false; }
  };
}

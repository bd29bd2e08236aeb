import { useEffect, useRef } from "preact/hooks";
import { lang, t } from "../i18n";
import { boundsOf, neighbour, typicalWidth, type Direction, type Shape } from "./geometry";
import { PatternDefs } from "./patterns";
import { PlotLayer } from "./plot_layer";
import type { MapStore } from "./store";
import { Viewport, type Transform } from "./viewport";

export interface MapControl { show(shape: Shape): void; mark(shape: Shape | null): void; focus(): void; zoomBy(f: number): void; fit(): void }

interface CanvasProps {
  store: MapStore; out: Set<number>; onReady: (control: MapControl) => void;
  onOpen: (shape: Shape) => void; onActive: (shape: Shape) => void; onHold: (shape: Shape) => void;
}

const kArrows: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const kBars = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** The drawing: builds the plot layer once and lets pointer and keys move over it. */
export function MapCanvas({ store, out, onReady, onOpen, onActive, onHold }: CanvasProps) {
  const svg = useRef<SVGSVGElement>(null);
  const bar = useRef<SVGPathElement>(null);
  const under = useRef<SVGPathElement>(null);
  const barText = useRef<SVGTextElement>(null);
  const layer = useRef<PlotLayer | null>(null);
  const view = useRef<Viewport | null>(null);
  const active = useRef<Shape | null>(null);
  const user = useRef({ onOpen, onActive, onHold });
  user.current = { onOpen, onActive, onHold };
  const shapes = store.shapes.value;
  const width = typicalWidth(shapes);

  const drawBar = (tr: Transform) => {
    const metres = kBars.find((m) => m * tr.k >= 50) ?? 5000;
    for (const line of [under, bar]) line.current?.setAttribute("d", `M0 0v5h${metres * tr.k}v-5`);
    if (barText.current) barText.current.textContent = `${metres} ${t("unit.m")}`;
  };

  useEffect(() => {
    const node = svg.current!;
    const drawn = new PlotLayer(node, shapes, (letter) => t(`letter.${letter}`));
    const letters = store.statuses.value?.letters ?? [];
    drawn.paint(letters, letters.map((_, i) => i), false);
    const port = new Viewport(node.parentElement!, node, boundsOf(shapes), 90 / width, drawBar, (tr, ox, oy, resting) => drawn.draw(tr, port.size, ox, oy, resting));
    layer.current = drawn;
    view.current = port;
    const forget = store.onChange((changed) => drawn.paint(store.statuses.value!.letters, changed, true));
    onReady({
      show: (shape) => { activate(shape, false); port.show(shape.x, shape.y, 45 / width); },
      mark: (shape) => { active.current = shape ?? active.current; drawn.mark(shape); },
      focus: () => node.focus(), zoomBy: (f) => port.zoomBy(f), fit: () => port.fit(),
    });
    return () => { forget(); port.destroy(); drawn.destroy(); };
  }, [shapes]);
  useEffect(() => layer.current?.dim(out), [out, shapes]);
  useEffect(() => layer.current?.relabel(), [lang.value]);

  const activate = (shape: Shape, tell: boolean) => {
    active.current = shape;
    layer.current?.mark(shape);
    if (tell) { view.current?.reveal(shape.x, shape.y); user.current.onActive(shape); }
  };

  /** With nothing active yet the first arrow takes the plot nearest to the middle of the view. */
  const middle = (): Shape | null => {
    const port = view.current;
    if (!port) return null;
    const { k, x, y } = port.transform;
    const cx = (port.size.width / 2 - x) / k, cy = (port.size.height / 2 - y) / k;
    return shapes.reduce<Shape | null>((best, s) => (!best || Math.hypot(s.x - cx, s.y - cy) < Math.hypot(best.x - cx, best.y - cy) ? s : best), null);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = kArrows[event.key];
    const key = event.key.toLowerCase();
    if (way) {
      const next = active.current ? neighbour(shapes, active.current, way) : middle();
      if (next) activate(next, true);
    } else if (key === "enter" && active.current) user.current.onOpen(active.current);
    else if (key === "h" && active.current) user.current.onHold(active.current);
    else if (key === "+" || key === "=") view.current?.zoomBy(1.5);
    else if (key === "-") view.current?.zoomBy(1 / 1.5);
    else if (key === "0") view.current?.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent) => {
    const id = (event.target as Element).closest("[data-plot]")?.getAttribute("data-plot");
    const shape = id === null || id === undefined ? undefined : store.find(id);
    if (shape) { activate(shape, false); user.current.onOpen(shape); }
  };

  return (
    <>
      <PatternDefs unit={width / 40} />
      <svg ref={svg} id="map" class="map" tabindex={0} role="application" aria-label={t("map.label")} aria-describedby="map-keys" onKeyDown={onKey} onClick={onClick} />
      <p id="map-keys" class="sr-only">{t("map.keys")}</p>
      <svg class="scale-bar" width="220" height="34" aria-hidden="true"><g transform="translate(8 22)"><path ref={under} fill="none" class="under" /><path ref={bar} fill="none" /><text ref={barText} x="0" y="-5" /></g></svg>
      <svg class="north" viewBox="0 0 28 40" width="28" height="40" role="img" aria-label={t("map.north")}><path d="M14 3l8 22-8-5-8 5z" /><text x="14" y="38" text-anchor="middle">N</text></svg>
    </>
  );
}

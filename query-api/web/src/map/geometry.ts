// Layout geometry: longitude and latitude to metres on a plane (y down), one SVG path a plot, neighbours, side lengths.

import type { Attributes, Layout, LayoutFeature } from "../api";

export interface Shape {
  index: number; id: string; no: string; block: string | null; areaMm2: number; attributes: Attributes;
  path: string;
  /** Where the label stands: inside the largest part, at its centroid if that is inside. */
  x: number; y: number;
  /** How much room a label has there, in metres. */
  room: number;
  left: number; top: number; right: number; bottom: number;
  /** The outer ring of the largest part, in metres, without the closing point. */
  ring: Point[];
}
export type Point = readonly [number, number];
export type Direction = "up" | "down" | "left" | "right";
export interface Bounds { left: number; top: number; right: number; bottom: number }

type Project = (lon: number, lat: number) => Point;

/** A local plane at (lon0, lat0): WGS84 radii of curvature, good to millimetres over a site. */
export function planeAt(lon0: number, lat0: number): Project {
  const e2 = 0.00669437999014;
  const a = 6_378_137;
  const phi = (lat0 * Math.PI) / 180;
  const w = Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
  const perLon = ((a / w) * Math.cos(phi) * Math.PI) / 180;
  const perLat = (((a * (1 - e2)) / w ** 3) * Math.PI) / 180;
  return (lon, lat) => [(lon - lon0) * perLon, (lat0 - lat) * perLat];
}

const polygonsOf = (f: LayoutFeature): number[][][][] =>
  f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates;

function centreOf(layout: Layout): Point {
  let west = Infinity, east = -Infinity, south = Infinity, north = -Infinity;
  for (const feature of layout.features) for (const polygon of polygonsOf(feature)) for (const position of polygon[0] ?? []) {
    west = Math.min(west, position[0]!); east = Math.max(east, position[0]!);
    south = Math.min(south, position[1]!); north = Math.max(north, position[1]!);
  }
  return Number.isFinite(west) ? [(west + east) / 2, (south + north) / 2] : [0, 0];
}

function openRing(ring: number[][], project: Project): Point[] {
  const points = ring.map((p) => project(p[0]!, p[1]!));
  const [first, last] = [points[0], points[points.length - 1]];
  if (points.length > 1 && first && last && first[0] === last[0] && first[1] === last[1]) points.pop();
  return points;
}

/** Twice the signed area and the centroid. */
export function centroid(ring: Point[]): { twice: number; x: number; y: number } {
  let twice = 0, x = 0, y = 0;
  const [ox, oy] = ring[0] ?? [0, 0];
  ring.forEach(([px, py], i) => {
    const [qx, qy] = ring[(i + 1) % ring.length]!;
    const cross = (px - ox) * (qy - oy) - (qx - ox) * (py - oy);
    twice += cross;
    x += (px + qx - 2 * ox) * cross;
    y += (py + qy - 2 * oy) * cross;
  });
  return twice === 0 ? { twice, x: ox, y: oy } : { twice, x: ox + x / (3 * twice), y: oy + y / (3 * twice) };
}

const perimeter = (ring: Point[]): number =>
  ring.reduce((sum, [x, y], i) => { const [nx, ny] = ring[(i + 1) % ring.length]!; return sum + Math.hypot(nx - x, ny - y); }, 0);

/** The xs at which a horizontal line at y crosses the ring, in order; between the 1st and 2nd, 3rd and 4th, … lies the inside. */
function crossings(ring: Point[], y: number): number[] {
  const xs: number[] = [];
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!;
    if (ay > y !== by > y) xs.push(ax + ((y - ay) * (bx - ax)) / (by - ay));
  });
  return xs.sort((a, b) => a - b);
}

const kScanLines = 16;

/** The centroid, or for a bent shape the middle of its widest inside stretch on one of a few horizontal lines. */
export function labelPoint(ring: Point[]): Point {
  const { x, y } = centroid(ring);
  if (crossings(ring, y).filter((cross) => cross < x).length % 2 === 1) return [x, y];
  const ys = ring.map((p) => p[1]), top = Math.min(...ys), height = Math.max(...ys) - top;
  let best: Point = [x, y], widest = 0;
  for (let line = 1; line < kScanLines; ++line) {
    const at = top + (height * line) / kScanLines, xs = crossings(ring, at);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const width = xs[i + 1]! - xs[i]!;
      if (width > widest) { widest = width; best = [(xs[i]! + xs[i + 1]!) / 2, at]; }
    }
  }
  return best;
}

const round = (metres: number): number => Math.round(metres * 100) / 100;
const pathOf = (rings: Point[][]): string =>
  rings.map((ring) => `M${ring.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}Z`).join("");

function shapeOf(feature: LayoutFeature, index: number, project: Project): Shape {
  const rings = polygonsOf(feature).map((polygon) => polygon.map((ring) => openRing(ring, project)));
  const outers = rings.map((polygon) => polygon[0] ?? []).filter((ring) => ring.length > 0);
  const ring = outers.reduce((best, one) => (Math.abs(centroid(one).twice) > Math.abs(centroid(best).twice) ? one : best), outers[0] ?? [[0, 0] as Point]);
  const [x, y] = labelPoint(ring);
  const xs = outers.flat().map((p) => p[0]), ys = outers.flat().map((p) => p[1]);
  const { no, block, area_mm2, ...attributes } = feature.properties;
  return {
    index, id: feature.id, no, block: block || null, areaMm2: area_mm2, attributes,
    path: pathOf(rings.flat()), x, y, ring, room: (1.6 * Math.abs(centroid(ring).twice)) / (perimeter(ring) || 1),
    left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys),
  };
}

export function shapesOf(layout: Layout): Shape[] {
  const project = planeAt(...centreOf(layout));
  return layout.features.map((feature, index) => shapeOf(feature, index, project));
}

export function boundsOf(shapes: Shape[]): Bounds {
  if (shapes.length === 0) return { left: 0, top: 0, right: 1, bottom: 1 };
  return shapes.reduce<Bounds>((b, s) => ({
    left: Math.min(b.left, s.left), top: Math.min(b.top, s.top), right: Math.max(b.right, s.right), bottom: Math.max(b.bottom, s.bottom),
  }), { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity });
}

const kSteps: Record<Direction, Point> = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };

/** The nearest plot that way: inside a 45° cone if there is one, else anything ahead. Null at the edge. */
export function neighbour(shapes: Shape[], from: Shape, way: Direction): Shape | null {
  const [dx, dy] = kSteps[way];
  let best: Shape | null = null, bestCost = Infinity;
  for (const shape of shapes) {
    if (shape === from) continue;
    const along = (shape.x - from.x) * dx + (shape.y - from.y) * dy;
    const across = Math.abs((shape.x - from.x) * dy) + Math.abs((shape.y - from.y) * dx);
    if (along <= 0.01) continue;
    const cost = along + 2 * across + (across > along ? 1e6 : 0);
    if (cost < bestCost) { best = shape; bestCost = cost; }
  }
  return best;
}

/** Side lengths in metres, corners that are straighter than 8° left out. */
export function sides(ring: Point[]): number[] {
  const corners = ring.filter((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length]!, after = ring[(i + 1) % ring.length]!;
    const turn = Math.atan2(after[1] - point[1], after[0] - point[0]) - Math.atan2(point[1] - before[1], point[0] - before[0]);
    return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) > (8 * Math.PI) / 180;
  });
  return corners.map(([x, y], i) => {
    const [nx, ny] = corners[(i + 1) % corners.length]!;
    return Math.hypot(nx - x, ny - y);
  });
}

/** A middling plot's width in metres: the pattern's and the labels' measure. */
export function typicalWidth(shapes: Shape[]): number {
  if (shapes.length === 0) return 10;
  const widths = shapes.map((s) => Math.sqrt(Math.abs(centroid(s.ring).twice) / 2)).sort((a, b) => a - b);
  return widths[widths.length >> 1] || 10;
}

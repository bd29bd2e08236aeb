import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layout } from "../api";
import { boundsOf, centroid, labelPoint, neighbour, planeAt, shapesOf, sides } from "./geometry";
import { clamped, fitted, pictureShift, zoomed } from "./viewport";
import { fits, kNoFilters, similar } from "./filters";

const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by, `${a} is not within ${by} of ${b}`);

/** A square of `size` metres whose north-west corner stands (x, y) metres from 18.5 N 73.8 E. */
function square(id: string, x: number, y: number, size: number, attributes = {}): Layout["features"][number] {
  const lon = (m: number) => 73.8 + m / 105_600, lat = (m: number) => 18.5 - m / 110_680;
  const ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]].map(([a, b]) => [lon(a!), lat(b!), 0]);
  return { type: "Feature", id, properties: { no: id, area_mm2: size * size * 1e6, ...attributes }, geometry: { type: "Polygon", coordinates: [ring] } };
}
const grid = () => shapesOf({ type: "FeatureCollection", features: [square("nw", 0, 0, 10), square("ne", 20, 0, 10), square("sw", 0, 20, 10), square("se", 20, 20, 10)] });

test("one degree on WGS84 has its known length", () => {
  const [x] = planeAt(0, 0)(1, 0), [, y] = planeAt(0, 0)(0, 1);
  near(x, 111_319.49, 0.01);
  near(-y, 110_574.28, 0.01);
  near(planeAt(73.8, 60)(74.8, 60)[0], 55_800.6, 1);
});

test("north is up: a plot further south has the larger y", () => {
  const [nw, , sw] = grid();
  assert.ok(sw!.y > nw!.y);
  near(sw!.y - nw!.y, 20, 0.05);
});

test("a path closes each ring once and a third coordinate is passed over", () => {
  assert.match(grid()[0]!.path, /^M[-\d. ]+(L[-\d. ]+){3}Z$/);
});

test("a multipolygon is one path, labelled on its largest part", () => {
  const small = square("s", 0, 0, 2), large = square("l", 30, 0, 12);
  const both: Layout = { type: "FeatureCollection", features: [{ ...small, geometry: { type: "MultiPolygon", coordinates: [small, large].map((f) => f.geometry.coordinates as number[][][]) } }] };
  const [shape] = shapesOf(both);
  assert.equal(shape!.path.split("M").length - 1, 2);
  near(shape!.x - shape!.left, 36, 0.1);
});

test("the centroid of a square is its middle, and a flat ring does not divide by zero", () => {
  assert.deepEqual(centroid([[0, 0], [2, 0], [2, 2], [0, 2]]), { twice: 8, x: 1, y: 1 });
  assert.deepEqual(centroid([[1, 1], [2, 2]]), { twice: 0, x: 1, y: 1 });
});

test("the label of a bent plot stands inside it", () => {
  const bent = [[0, 0], [30, 0], [30, 30], [26, 30], [26, 4], [0, 4]] as const;
  const [x, y] = labelPoint([...bent]);
  assert.ok((y > 0 && y < 4 && x > 0 && x < 30) || (x > 26 && x < 30 && y < 30), `${x}, ${y}`);
  assert.deepEqual(labelPoint([[0, 0], [2, 0], [2, 2], [0, 2]]), [1, 1]);
});

test("an arrow goes to the nearest plot that way, and stays at the edge", () => {
  const shapes = grid();
  assert.equal(neighbour(shapes, shapes[0]!, "right")?.id, "ne");
  assert.equal(neighbour(shapes, shapes[0]!, "down")?.id, "sw");
  assert.equal(neighbour(shapes, shapes[0]!, "up"), null);
  assert.equal(neighbour(shapes, shapes[3]!, "left")?.id, "sw");
});

test("side lengths leave out points on a straight side", () => {
  const lengths = sides([[0, 0], [5, 0.02], [10, 0], [10, 20], [0, 20]]);
  assert.deepEqual(lengths.map((m) => Math.round(m)), [10, 20, 10, 20]);
});

test("an empty layout has bounds", () => {
  assert.deepEqual(boundsOf([]), { left: 0, top: 0, right: 1, bottom: 1 });
});

test("fitting shows all of the bounds in the middle", () => {
  const t = fitted({ left: -10, top: -5, right: 10, bottom: 5 }, { width: 448, height: 400 });
  assert.deepEqual(t, { k: 20, x: 224, y: 200 });
});

test("zooming keeps the point under the pointer where it is and stops at the limits", () => {
  const t = { k: 2, x: 10, y: 20 };
  const z = zoomed(t, 1.5, 100, 80, 1, 50);
  near((100 - z.x) / z.k, (100 - t.x) / t.k, 1e-9);
  near((80 - z.y) / z.k, (80 - t.y) / t.k, 1e-9);
  assert.equal(zoomed(t, 1000, 0, 0, 1, 50).k, 50);
});

test("the map cannot be dragged out of the view", () => {
  const bounds = { left: 0, top: 0, right: 100, bottom: 100 }, size = { width: 400, height: 400 };
  assert.equal(clamped({ k: 1, x: 9999, y: 0 }, bounds, size).x, 300);
  assert.equal(clamped({ k: 1, x: -9999, y: 0 }, bounds, size).x, 0);
});

test("a moved picture puts every place where a new drawing would", () => {
  const drawn = { k: 2, x: 30, y: -10 }, now = { k: 3, x: -5, y: 40 }, place = 17, o = 100;
  const shift = pictureShift(drawn, now, o, o);
  near(shift.scale * (drawn.k * place + drawn.x + o) + shift.x, now.k * place + now.x + o, 1e-9);
});

test("filters keep what fits; similar plots are available and nearest in size", () => {
  const shapes = shapesOf({ type: "FeatureCollection", features: [square("a", 0, 0, 10, { facing: "East", corner: true }), square("b", 20, 0, 11, { facing: "East" }), square("c", 40, 0, 30), square("d", 80, 0, 10)] });
  const letters = ["h", "a", "a", "b"] as const;
  const letterOf = (s: { index: number }) => letters[s.index]!;
  const kept = (f: Partial<typeof kNoFilters>) => shapes.filter((s) => fits(s, letterOf(s), { ...kNoFilters, ...f })).map((s) => s.id);
  assert.deepEqual(kept({ statuses: ["a"] }), ["b", "c"]);
  assert.deepEqual(kept({ facing: "East", corner: true }), ["a"]);
  assert.deepEqual(kept({ unit: "sq_m", min: "101", max: "500" }), ["b"]);
  assert.deepEqual(kept({ min: "x" }), ["a", "b", "c", "d"]);
  assert.deepEqual(similar(shapes, shapes[0]!, letterOf).map((s) => s.id), ["b", "c"]);
});

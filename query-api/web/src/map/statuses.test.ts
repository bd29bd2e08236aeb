import assert from "node:assert/strict";
import { test } from "node:test";
import type { MapStatuses } from "../api";
import { countsOf, fromMap, onDelta, onMap, positionAt } from "./statuses";

const map = (version: number, statuses: string): MapStatuses => ({ project: "p", version, position: `3-${version}`, plots: statuses.length, statuses });
const places = new Map([["A:1", 0], ["A:2", 1], ["A:3", 2]]);
const indexOf = (id: string) => places.get(id);

test("the first map changes every place", () => {
  assert.deepEqual(onMap(null, map(57, "aab")).changed, [0, 1, 2]);
});

test("a delta changes only the places it names and moves the position on", () => {
  const before = fromMap(map(57, "aab"));
  const { state, changed } = onDelta(before, { version: 60, changes: [["A:2", "h"]] }, indexOf);
  assert.deepEqual(changed, [1]);
  assert.deepEqual(state, { version: 60, position: "3-60", letters: ["a", "h", "b"] });
  assert.deepEqual(before.letters, ["a", "a", "b"]);
});

test("a repeated or older delta changes nothing", () => {
  const now = fromMap(map(60, "ahb"));
  for (const version of [59, 60]) {
    const step = onDelta(now, { version, changes: [["A:2", "a"]] }, indexOf);
    assert.equal(step.state, now);
    assert.deepEqual(step.changed, []);
  }
});

test("the same letter again moves the version but touches no place", () => {
  const step = onDelta(fromMap(map(57, "ahb")), { version: 58, changes: [["A:2", "h"]] }, indexOf);
  assert.deepEqual(step.changed, []);
  assert.equal(step.state.version, 58);
});

test("a plot the layout does not know is left out", () => {
  assert.deepEqual(onDelta(fromMap(map(57, "aab")), { version: 58, changes: [["Z:9", "h"], ["A:1", "b"]] }, indexOf).changed, [0]);
});

test("a whole map after a reset changes only what differs, and an older one nothing", () => {
  const now = fromMap(map(60, "ahb"));
  assert.deepEqual(onMap(now, map(70, "abb")).changed, [1]);
  assert.equal(onMap(now, map(50, "bbb")).state, now);
});

test("an unknown letter is shown as not released", () => {
  assert.deepEqual(fromMap(map(1, "a?")).letters, ["a", "u"]);
});

test("counts follow the letters", () => {
  assert.deepEqual(countsOf(["a", "a", "h"]), { a: 2, h: 1, b: 0, r: 0, d: 0, x: 0, u: 0 });
  assert.equal(positionAt("1-57", 60), "1-60");
});

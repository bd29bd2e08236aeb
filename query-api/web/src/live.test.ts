import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MapStream, type Link } from "./live";

class FakeSource {
  static opened: FakeSource[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  readonly heard = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) { FakeSource.opened.push(this); }
  addEventListener(name: string, listener: (event: { data: string }) => void) { this.heard.set(name, listener); }
  close() { this.closed = true; }
  say(name: string, data: unknown) { this.heard.get(name)!({ data: JSON.stringify(data) }); }
}
const last = () => FakeSource.opened[FakeSource.opened.length - 1]!;
let timers: { run: () => void; ms: number }[] = [];
const page = { hidden: false, listeners: new Map<string, () => void>(), addEventListener(name: string, l: () => void) { this.listeners.set(name, l); }, removeEventListener() {} };

Object.assign(globalThis, {
  EventSource: FakeSource, document: page, addEventListener() {}, removeEventListener() {},
  window: { setTimeout: (run: () => void, ms: number) => timers.push({ run, ms }) },
});

function watch(version = 57) {
  const seen = { version, links: [] as Link[], deltas: [] as number[], resets: 0 };
  const stream = new MapStream("p", {
    version: () => seen.version,
    onDelta: (delta) => { seen.version = delta.version; seen.deltas.push(delta.version); },
    onReset: async () => { ++seen.resets; },
    onLink: (link) => seen.links.push(link),
    onHeard: () => undefined,
  });
  stream.start();
  return { seen, stream };
}

beforeEach(() => { FakeSource.opened = []; timers = []; page.hidden = false; });

test("the stream is opened from the version we hold and hands on what it says", () => {
  const { seen } = watch();
  assert.equal(last().url, "/v1/projects/p/map/stream?since=57");
  last().onopen!();
  last().say("plots", { version: 60, changes: [["a", "h"]] });
  last().say("reset", { version: 61 });
  assert.deepEqual(seen.deltas, [60]);
  assert.equal(seen.resets, 1);
  assert.deepEqual(seen.links, ["live"]);
});

test("a broken stream is closed and reopened later, from the newest version, later each time", () => {
  const { seen } = watch();
  last().say("plots", { version: 60, changes: [] });
  const waits: number[] = [];
  for (let i = 0; i < 3; ++i) {
    const broken = last();
    timers = [];
    broken.onerror!();
    assert.ok(broken.closed);
    waits.push(timers[0]!.ms);
    timers[0]!.run();
    assert.notEqual(last(), broken);
    assert.equal(last().url, "/v1/projects/p/map/stream?since=60");
  }
  assert.ok(waits[0]! >= 250 && waits[0]! <= 313 && waits[1]! >= 500 && waits[2]! >= 1000, String(waits));
  assert.deepEqual(seen.links, ["reconnecting", "reconnecting", "reconnecting"]);
});

test("a hidden page gives its connection back and takes a new one when it is seen again", () => {
  const { seen } = watch();
  const first = last();
  page.hidden = true;
  timers = [];
  page.listeners.get("visibilitychange")!();
  assert.equal(first.closed, false, "not at once: a short look elsewhere costs nothing");
  timers[0]!.run();
  assert.ok(first.closed);
  page.hidden = false;
  page.listeners.get("visibilitychange")!();
  assert.equal(FakeSource.opened.length, 2);
  assert.equal(seen.links[0], "reconnecting");
});

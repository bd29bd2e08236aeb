// The statuses of all plots and how the stream's events change them. Pure: old state + event -> new state + changed places.

import type { MapDelta, MapStatuses, StatusLetter } from "../api";

export const kLetters: StatusLetter[] = ["a", "h", "b", "r", "d", "x", "u"];
const known = new Set<string>(kLetters);

export interface Statuses { version: number; position: string; letters: StatusLetter[] }
export interface Step { state: Statuses; changed: number[] }

const letterOf = (text: string | undefined): StatusLetter => (text !== undefined && known.has(text) ? (text as StatusLetter) : "u");

/** "1-57" moved on to version 60 is "1-60": the partition stays. */
export function positionAt(position: string, version: number): string {
  return `${position.split("-")[0]}-${version}`;
}

export function fromMap(map: MapStatuses): Statuses {
  return { version: map.version, position: map.position, letters: Array.from(map.statuses, letterOf) };
}

/** A whole new map: every place that differs is changed. An older one than ours changes nothing. */
export function onMap(state: Statuses | null, map: MapStatuses): Step {
  const next = fromMap(map);
  if (state === null) return { state: next, changed: next.letters.map((_, i) => i) };
  if (next.version < state.version) return { state, changed: [] };
  return { state: next, changed: next.letters.flatMap((letter, i) => (letter === state.letters[i] ? [] : [i])) };
}

/** Changes from the stream. What we already have (version not newer) changes nothing; unknown plots are left out. */
export function onDelta(state: Statuses, delta: Pick<MapDelta, "version" | "changes">, indexOf: (id: string) => number | undefined): Step {
  if (delta.version <= state.version) return { state, changed: [] };
  const letters = state.letters.slice();
  const changed: number[] = [];
  for (const [id, text] of delta.changes) {
    const i = indexOf(id);
    const letter = letterOf(text);
    if (i === undefined || letters[i] === letter) continue;
    letters[i] = letter;
    changed.push(i);
  }
  return { state: { version: delta.version, position: positionAt(state.position, delta.version), letters }, changed };
}

export function countsOf(letters: StatusLetter[]): Record<StatusLetter, number> {
  const counts: Record<StatusLetter, number> = { a: 0, h: 0, b: 0, r: 0, d: 0, x: 0, u: 0 };
  for (const letter of letters) ++counts[letter];
  return counts;
}

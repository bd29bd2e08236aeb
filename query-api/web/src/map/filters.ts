// What the visitor looks for, and which plots fit. Pure.

import type { StatusLetter } from "../api";
import { areaIn, type AreaUnit } from "../area";
import type { Shape } from "./geometry";

export interface Filters {
  statuses: StatusLetter[]; // empty: all
  min: string; max: string; unit: AreaUnit;
  facing: string; // "" : any
  corner: boolean;
  text: string; // part of the plot's number, for the list
}
export const kNoFilters: Filters = { statuses: [], min: "", max: "", unit: "sq_ft", facing: "", corner: false, text: "" };

export const facingOf = (shape: Shape): string => String(shape.attributes["facing"] ?? "").trim();
export function isCorner(shape: Shape): boolean {
  const value = shape.attributes["corner"];
  return value === true || /^(y|yes|true|1|corner)$/i.test(String(value ?? ""));
}

export const isNarrowed = (f: Filters): boolean => f.statuses.length > 0 || f.min !== "" || f.max !== "" || f.facing !== "" || f.corner;

function bound(text: string, otherwise: number): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : otherwise;
}

export function fits(shape: Shape, letter: StatusLetter, f: Filters): boolean {
  if (f.statuses.length && !f.statuses.includes(letter)) return false;
  const area = areaIn(shape.areaMm2, f.unit);
  if (area < bound(f.min, -Infinity) || area > bound(f.max, Infinity)) return false;
  if (f.facing && facingOf(shape) !== f.facing) return false;
  return !f.corner || isCorner(shape);
}

export const matchesText = (shape: Shape, text: string): boolean =>
  text === "" || `${shape.block ?? ""} ${shape.no}`.toLowerCase().includes(text.trim().toLowerCase());

/** What the layout's attributes allow to filter by. */
export function choicesIn(shapes: Shape[]): { facings: string[]; corners: boolean } {
  const facings = new Set(shapes.map(facingOf).filter(Boolean));
  return { facings: facings.size <= 16 ? [...facings].sort() : [], corners: shapes.some(isCorner) };
}

/** Available plots most like this one: same facing first, then nearest in size. */
export function similar(shapes: Shape[], to: Shape, letterOf: (shape: Shape) => StatusLetter, n = 4): Shape[] {
  const strange = (s: Shape) => Math.abs(Math.log(s.areaMm2 / to.areaMm2)) + (facingOf(s) === facingOf(to) ? 0 : 0.05) + (isCorner(s) === isCorner(to) ? 0 : 0.05);
  return shapes
    .filter((s) => s !== to && letterOf(s) === "a" && s.areaMm2 > 0)
    .map((s) => ({ s, cost: strange(s) + Math.hypot(s.x - to.x, s.y - to.y) / 1e5 }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, n)
    .map(({ s }) => s);
}

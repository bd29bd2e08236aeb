// Words in the reader's language. Two catalogues with the same keys; only the one in use is fetched.

import { signal } from "@preact/signals";
import type en from "./en.json";

export type Lang = "en" | "hi";
export type Key = keyof typeof en;
type Vars = Record<string, string | number>;
type Plural = { [K in Key]: K extends `${infer Stem}.one` ? Stem : never }[Key];

const kRemembered = "plotledger.lang";
const loaders: Record<Lang, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import("./en.json"),
  hi: () => import("./hi.json"),
};

export const lang = signal<Lang>("en");
const words = signal<Record<string, string>>({});

/** The address wins, then what was chosen before, then the browser's language. */
export function preferredLang(search: string, remembered: string | null, browser: string): Lang {
  for (const wish of [new URLSearchParams(search).get("lang"), remembered, browser.slice(0, 2)]) {
    if (wish === "en" || wish === "hi") return wish;
  }
  return "en";
}

export async function useLang(next: Lang, remember: boolean): Promise<void> {
  const catalogue = await loaders[next]();
  words.value = catalogue.default;
  lang.value = next;
  document.documentElement.lang = next;
  if (remember) localStorage.setItem(kRemembered, next);
}

export function startLang(): Promise<void> {
  const fromAddress = new URLSearchParams(location.search).has("lang");
  return useLang(preferredLang(location.search, localStorage.getItem(kRemembered), navigator.language), fromAddress);
}

export const locale = (): string => (lang.value === "hi" ? "hi-IN" : "en-IN");

export function fill(text: string, vars: Vars): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in vars ? String(vars[name]) : whole));
}

export function t(key: Key, vars: Vars = {}): string {
  return fill(words.value[key] ?? key, vars);
}

/** Whether the catalogues name it; a survey's own columns are not for buyers. */
export const hasWord = (key: string): boolean => key in words.value;

/** The catalogue's word for a value that the server names (a head, an event, "North East"), else the value itself. */
export function tOr(prefix: string, value: string): string {
  const small = value.trim().toLowerCase();
  const names = [value, small.replace(/[\s_]+/g, "-"), small.replace(/[\s-]+/g, "_")];
  for (const name of names) {
    const word = words.value[`${prefix}.${name}`];
    if (word !== undefined) return word;
  }
  return value;
}

/** Counted words: picks `.one` or `.other` and fills {n}. */
export function tn(stem: Plural, n: number, vars: Vars = {}): string {
  const form = new Intl.PluralRules(locale()).select(n) === "one" ? "one" : "other";
  const text = words.value[`${stem}.${form}`] ?? stem;
  return fill(text, { n: new Intl.NumberFormat(locale()).format(n), ...vars });
}

export const formatCount = (n: number): string => new Intl.NumberFormat(locale()).format(n);

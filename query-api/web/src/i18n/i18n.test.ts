import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { kProblemKinds } from "../ui/problem";
import en from "./en.json";
import hi from "./hi.json";
import { fill, preferredLang } from "./index";

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
const english = en as Record<string, string>, hindi = hi as Record<string, string>;

test("both catalogues have the same keys in the same order", () => {
  assert.deepEqual(Object.keys(hindi), Object.keys(english));
});

test("every text names the same places in both languages and none is empty", () => {
  for (const [key, text] of Object.entries(english)) {
    assert.deepEqual(names(hindi[key]!), names(text), key);
    assert.ok(text.trim() && hindi[key]!.trim(), key);
  }
});

test("Hindi is written in Devanagari, but for names and signs", () => {
  const same = Object.keys(english).filter((key) => !/[\u0900-\u097f]/.test(hindi[key]!));
  assert.deepEqual(same, ["letter.u"]);
});

test("every problem type says what happened, whether money is safe and what to do", () => {
  for (const kind of kProblemKinds) for (const part of ["what", "money", "todo"]) assert.ok(english[`problem.${kind}.${part}`], `${kind}.${part}`);
});

test("every key is used by some page", () => {
  const sources = readdirSync("src", { recursive: true }).map(String).filter((f) => /\.tsx?$/.test(f) && !f.includes(".test.")).map((f) => readFileSync(join("src", f), "utf8")).join("\n");
  const built = /(?:t|tOr|tn)\(\s*[`"]([\w.-]+?)(?:\.\$\{|")/g;
  const stems = new Set([...sources.matchAll(built)].map((m) => m[1]!));
  const isUsed = (key: string) => sources.includes(`"${key}"`) || [...stems].some((stem) => key.startsWith(`${stem}.`)) || /^(problem|error|released|expired|checkout|failed|closed)\./.test(key);
  assert.deepEqual(Object.keys(english).filter((key) => !isUsed(key)), []);
});

test("the address wins over what was chosen, that over the browser", () => {
  assert.equal(preferredLang("?lang=hi", "en", "en-IN"), "hi");
  assert.equal(preferredLang("", "hi", "en-IN"), "hi");
  assert.equal(preferredLang("?lang=fr", null, "hi-IN"), "hi");
  assert.equal(preferredLang("", null, "fr-FR"), "en");
});

test("an unknown place in a text stays visible", () => {
  assert.equal(fill("{a} and {b}", { a: 1 }), "1 and {b}");
});

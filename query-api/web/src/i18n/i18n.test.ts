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

// Only what staff do is refused with these; they are read at the server's own page, in both languages.
const kStaffProblems = [
  "plot-unknown", "day-closed", "day-not-over", "cash-limit-out-of-range", "mode-unknown", "payment-id-missing", "payment-decided", "cheque-not-deposited", "not-a-cheque",
  "payment-captured", "payment-not-counted", "payment-used", "link-partly-paid", "expiry-out-of-range", "request-id-missing",
  "plan-does-not-sum", "plan-name-invalid", "stages-count", "stage-unnamed", "stage-out-of-range", "rules-overlap", "rules-count", "steps-count", "slabs-invalid", "charge-out-of-range",
  "days-out-of-range", "partner-unnamed", "milestone-reached", "milestone-unnamed", "installments-count", "installment-out-of-range", "installment-undated", "demands-count",
  "checkout-started", "discount-id-missing", "discount-target", "discount-rejected", "discount-approved", "discount-too-large",
  "booking-stage", "booking-not-cancelled", "plot-not-booked", "price-out-of-range", "notice-missing", "notice-running", "cure-day-past", "invoice-issued", "nothing-taxed",
  "credit-moved", "another-buyer", "same-booking", "refund-withdrawn", "refund-approved", "refund-processed", "refund-by-gateway",
  "commission-not-due", "commission-paid", "partner-rera-expired", "settlement-malformed", "settlement-differs", "settled-twice", "lines-count", "match-exceeds",
];

test("every refusal about money has words here or is said to be staff's alone", () => {
  const served = [...readFileSync("../problem_types_money.cpp", "utf8").matchAll(/\{"([a-z-]+)",/g)].map((m) => m[1]!);
  assert.ok(served.length > 50, "the server's list was read");
  const known: string[] = [...kProblemKinds, ...kStaffProblems];
  assert.deepEqual(served.filter((kind) => !known.includes(kind)), []);
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

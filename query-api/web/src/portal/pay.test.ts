import assert from "node:assert/strict";
import { test } from "node:test";
import type { Booking } from "../api";
import { declarationErrors, sentDeclaration } from "../ui/declare_form";
import { amountsOf } from "./pay";

const inr = (paise: number) => ({ paise, currency: "INR" });
const owing = (overdue: number, next: number | null, outstanding: number) =>
  ({ overdue: inr(overdue), outstanding: inr(outstanding), next_due: next === null ? null : { amount: inr(next), due_on: "2026-12-01", label: "x" } }) as Booking;

test("what can be paid now: what is overdue first, and no amount twice", () => {
  assert.deepEqual(Object.keys(amountsOf(owing(700, 500, 2000))), ["overdue", "next", "all"]);
  assert.deepEqual(Object.keys(amountsOf(owing(500, 500, 2000))), ["overdue", "all"]);
  assert.deepEqual(Object.keys(amountsOf(owing(0, 2000, 2000))), ["next"]);
  assert.deepEqual(Object.keys(amountsOf(owing(0, null, 2000))), ["all"]);
  assert.deepEqual(Object.keys(amountsOf(owing(0, null, 0))), []);
});

test("a declared payment needs its reference and amount, a cheque its bank", () => {
  const typed = { mode: "neft" as const, reference: "", amount: "", bank: "", dated: "" };
  assert.deepEqual(declarationErrors(typed), { reference: "error.utr", amount: "error.amount" });
  assert.deepEqual(declarationErrors({ ...typed, mode: "cheque", reference: "771204", amount: "10" }), { bank: "error.bank" });
  assert.deepEqual(sentDeclaration({ ...typed, reference: " HDFC1 ", amount: "1,000" }), { mode: "neft", reference: "HDFC1", paise: 100_000 });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatBasisPoints, formatMoney, parseRupees } from "./money";

const inr = (paise: number) => ({ paise, currency: "INR" });

test("money is shown in full with Indian grouping, in both languages", () => {
  for (const locale of ["en-IN", "hi-IN"]) {
    assert.equal(formatMoney(inr(123_456_700), locale), "₹12,34,567.00");
    assert.equal(formatMoney(inr(5), locale), "₹0.05");
    assert.equal(formatMoney(inr(124_800_000_00), locale), "₹12,48,00,000.00");
  }
});

test("the last paisa survives at the largest safe amount", () => {
  assert.equal(formatMoney(inr(9_007_199_254_740_991), "en-IN").replace(/[^\d.]/g, ""), "90071992547409.91");
});

test("a negative amount keeps its sign below one rupee", () => {
  assert.equal(formatMoney(inr(-50), "en-IN"), "−₹0.50");
  assert.equal(formatMoney(inr(-123_456), "en-IN"), "−₹1,234.56");
});

test("a fraction of a paisa is refused", () => {
  assert.throws(() => formatMoney(inr(10.5), "en-IN"), RangeError);
});

test("basis points are shown as percent", () => {
  assert.equal(formatBasisPoints(1800, "en-IN"), "18%");
  assert.equal(formatBasisPoints(3334, "en-IN"), "33.34%");
});

test("typed amounts become whole paise, in either script; what is none is refused", () => {
  assert.equal(parseRupees("1,25,000.50"), 12_500_050);
  assert.equal(parseRupees(" ₹ 500 "), 50_000);
  assert.equal(parseRupees("१,२५,०००.५"), 12_500_050);
  assert.equal(parseRupees("0.01"), 1);
  for (const none of ["", "0", "0.00", "-5", "1.234", "1e5", "five", "1.2.3", "99999999999999"]) assert.equal(parseRupees(none), null, none);
});

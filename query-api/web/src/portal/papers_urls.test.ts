import assert from "node:assert/strict";
import { test } from "node:test";
import { financialYear, financialYears, paperUrls, yearRange } from "./papers_urls";

test("a financial year begins on 1 April", () => {
  assert.equal(financialYear("2026-03-31"), "2025-26");
  assert.equal(financialYear("2026-04-01"), "2026-27");
  assert.equal(financialYear("2099-12-01"), "2099-00");
  assert.deepEqual(financialYears("2025-05-20", "2026-11-22"), ["2026-27", "2025-26"]);
});

test("a year's statement ends with the year, or today", () => {
  assert.deepEqual(yearRange("2025-26", "2026-11-22"), { from: "2025-04-01", to: "2026-03-31" });
  assert.deepEqual(yearRange("2026-27", "2026-11-22"), { from: "2026-04-01", to: "2026-11-22" });
});

test("papers are found by their numbers as printed, in the page's language", () => {
  assert.equal(paperUrls.receipt("AKR-26-000001-K", "R/2627/AKR/00001", "hi"), "/v1/me/bookings/AKR-26-000001-K/receipts/R/2627/AKR/00001.pdf?lang=hi");
  assert.equal(paperUrls.demand("AKR-26-000001-K", "AKR-26-000001-K/D2", "en"), "/v1/me/bookings/AKR-26-000001-K/demands/D2.pdf?lang=en");
});

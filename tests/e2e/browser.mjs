// What the browser tests share: one Chromium, windows of their own, axe on what is shown, a page's broken promises.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const kFlags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const base = process.env.PLOTLEDGER_URL ?? "http://127.0.0.1:8099";
export const project = process.env.PLOTLEDGER_PROJECT ?? "sahyadri-meadows";

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: kFlags });

/** A window with cookies and storage of its own. Script errors and policy violations are kept in `page.faults`. */
export async function openWindow(browser, { width = 1280, height = 800, scheme = "light" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: "en-IN", timezoneId: "Asia/Kolkata", bypassCSP: false });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => { if (/Content Security Policy|Uncaught/.test(message.text())) page.faults.push(message.text()); });
  return page;
}

/** Runs axe over CDP's own world, so that the page's strict policy stays in force. Fails on serious or critical findings. */
export async function assertAccessible(page, name) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(" | ")}`), [], `axe on ${name}`);
}

export const plotPath = (id) => `path[data-plot="${id.replace(/["\\]/g, "\\$&")}"]`;
export const status = (page, id) => page.getAttribute(plotPath(id), "data-status");

/** Waits until the plot has the letter in this window; returns the milliseconds it took. */
export async function turns(page, id, letter, timeout = 10_000) {
  const from = Date.now();
  await page.waitForSelector(`${plotPath(id)}[data-status="${letter}"]`, { state: "attached", timeout });
  return Date.now() - from;
}

export async function openMap(page, lang) {
  await page.goto(`${base}/p/${encodeURIComponent(project)}?lang=${lang}`);
  await page.waitForSelector("path[data-plot]", { state: "attached" });
  await page.waitForSelector('[data-link="live"]');
}

/** The id of the n-th plot that is available now. */
export async function anAvailablePlot(page, n = 0) {
  const ids = await page.$$eval('path[data-plot][data-status="a"]', (nodes) => nodes.map((node) => node.dataset.plot));
  assert.ok(ids.length > n, "the project has too few available plots");
  return ids[n];
}

/** The list path: find the plot by its number and open its card. */
export async function openCard(page, id) {
  await page.goto(`${base}/p/${encodeURIComponent(project)}?plot=${encodeURIComponent(id)}`);
  await page.waitForSelector(`[data-card="${id.replace(/["\\]/g, "\\$&")}"] .hold-form`);
}

export async function fillContact(page, name = "Asha Rao") {
  const digits = String(Math.floor(Math.random() * 1e9)).padStart(9, "0");
  await page.fill("#hold-name", name);
  await page.fill("#hold-phone", `9${digits}`);
  await page.fill("#hold-email", `asha.${digits}@example.in`);
}

/** Holds from the open card; returns the hold's page address. */
export async function hold(page) {
  await fillContact(page);
  await page.click('[data-action="hold"]');
  await page.waitForURL(/\/h\//);
  await page.waitForSelector('[data-action="pay"]');
  return page.url();
}

/** On the sandbox gateway's page: one of its buttons. */
export async function choose(page, choice) {
  await page.click(`button[name="choice"][value="${choice}"]`);
}

export const paise = (text) => Number(text.replace(/[^\d.−-]/g, "").replace("−", "-").replace(".", ""));

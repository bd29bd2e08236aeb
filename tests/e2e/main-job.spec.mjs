// The main job as buyers see it: two windows, one plot; hold, pay, booked; the buyer's home. In both languages, with axe on every page.
// Needs a server whose gateway is the sandbox: PLOTLEDGER_URL, PLOTLEDGER_PROJECT. See README.md.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anAvailablePlot, assertAccessible, base, choose, fillContact, hold, launch, openCard, openMap, openWindow, paise, plotPath, project, status, turns } from "./browser.mjs";

const kWords = {
  en: { status: "Available", booked: "Booked. The plot is yours.", history: "What happened" },
  hi: { status: "उपलब्ध", booked: "बुक हो गया। प्लॉट आपका है।", history: "क्या-क्या हुआ" },
};
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });
const withWindows = async (n, run, options) => {
  const pages = await Promise.all(Array.from({ length: n }, () => openWindow(browser, options)));
  try {
    await run(...pages);
    assert.deepEqual(pages.flatMap((page) => page.faults), [], "script errors or policy violations");
  } finally {
    await Promise.all(pages.map((page) => page.context().close()));
  }
};

for (const lang of ["en", "hi"]) {
  test(`hold, pay, booked, home: another window follows (${lang})`, { timeout: 120_000 }, () => withWindows(2, async (buyer, watcher) => {
    await openMap(watcher, lang);
    await openMap(buyer, lang);
    assert.equal(await buyer.getAttribute("html", "lang"), lang);
    await assertAccessible(buyer, "map");
    const plot = await anAvailablePlot(buyer, lang === "en" ? 0 : 1);
    const before = Number((await watcher.textContent('[data-legend="h"] b')).replace(/\D/g, ""));
    await openCard(buyer, plot);
    assert.ok((await buyer.textContent(".card-head")).includes(kWords[lang].status));
    await assertAccessible(buyer, "plot card");

    await fillContact(buyer);
    await buyer.click('[data-action="hold"]');
    const heldAfter = await turns(watcher, plot, "h");
    assert.ok(heldAfter < 1000, `the other window turned after ${heldAfter} ms`);
    assert.equal(Number((await watcher.textContent('[data-legend="h"] b')).replace(/\D/g, "")), before + 1, "the legend's count follows");

    await buyer.waitForSelector('[data-action="pay"]');
    await assertAccessible(buyer, "checkout");
    const holdPage = buyer.url();
    const total = paise(await buyer.textContent("[data-quotation] .total .money"));
    const token = paise(await buyer.textContent('[data-action="pay"] .money'));
    await buyer.click('[data-action="pay"]');
    await buyer.waitForSelector('button[name="choice"]');
    await choose(buyer, "pay");

    await buyer.waitForSelector('[data-outcome="booked"]', { timeout: 20_000 });
    assert.equal(await buyer.textContent('[data-outcome="booked"] h2'), kWords[lang].booked);
    assert.ok(!buyer.url().includes("razorpay"), "the payment's fields have left the address");
    await turns(watcher, plot, "b");
    await assertAccessible(buyer, "booked");
    const booking = await buyer.getAttribute("[data-booking]", "data-booking");
    const receipt = await buyer.getAttribute("[data-receipt]", "data-receipt");
    assert.match(booking, /^[A-Z]{3}-\d\d-\d{6}-[0-9A-Z]$/);
    assert.ok(receipt, "a receipt number is shown");

    await buyer.reload();
    await buyer.waitForSelector(`[data-outcome="booked"] [data-booking="${booking}"]`);
    const second = await buyer.context().newPage();
    await second.goto(holdPage);
    await second.waitForSelector(`[data-outcome="booked"] [data-booking="${booking}"]`);
    await second.close();

    await buyer.click('[data-action="home"]');
    await buyer.waitForSelector('[data-figure="paid"]');
    const figure = async (name) => paise(await buyer.textContent(`[data-figure="${name}"] .money`));
    assert.equal(await figure("paid"), token);
    assert.equal(await figure("outstanding"), total - token);
    assert.ok((await buyer.$$("[data-installment]")).length >= 2, "the schedule is shown");
    assert.equal((await buyer.$$("[data-payment]")).length, 1, "one payment");
    assert.ok(await buyer.$(`[data-payment] [data-receipt="${receipt}"]`), "its receipt");
    assert.equal(await buyer.textContent("#history-title"), kWords[lang].history);
    assert.ok((await buyer.$$("#history li")).length >= 2, "what happened is told");
    await assertAccessible(buyer, "buyer's home");
  }));
}

test("projects page: counts, price, both languages by the switch, kept over a reload", { timeout: 60_000 }, () => withWindows(1, async (page) => {
  await page.goto(`${base}/?lang=en`);
  await page.waitForSelector(".project");
  await assertAccessible(page, "projects");
  await page.click('[data-action="lang"]');
  await page.waitForSelector('html[lang="hi"]');
  await page.goto(`${base}/`);
  await page.waitForSelector('html[lang="hi"] .project');
  await assertAccessible(page, "projects in Hindi");
}));

test("dark colours and a phone's width keep every page accessible", { timeout: 60_000 }, () => withWindows(1, async (page) => {
  await page.goto(`${base}/?lang=en`);
  await page.waitForSelector(".project");
  await assertAccessible(page, "projects");
  await openMap(page, "hi");
  await assertAccessible(page, "map");
  await openCard(page, await anAvailablePlot(page, 2));
  await assertAccessible(page, "plot card");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} px wide`);
}, { width: 390, height: 844, scheme: "dark" }));

test("the plot is taken while its card is open: the card says so and offers others", { timeout: 60_000 }, () => withWindows(2, async (late, early) => {
  await openMap(late, "en");
  const plot = await anAvailablePlot(late, 3);
  await openCard(late, plot);
  await openCard(early, plot);
  await hold(early);
  await late.waitForSelector("[data-taken]");
  assert.equal(await late.$(".hold-form"), null);
  assert.ok((await late.$$(".similar button")).length > 0, "similar plots are offered");
  await early.click('[data-action="release"]');
  await early.click('[data-action="release-yes"]');
  await early.waitForSelector('[data-outcome="released"]');
  await turns(late, plot, "a");
}));

test("a failed payment keeps the hold; the same order is paid afterwards", { timeout: 60_000 }, () => withWindows(1, async (page) => {
  await openMap(page, "en");
  await openCard(page, await anAvailablePlot(page, 4));
  await hold(page);
  await page.click('[data-action="pay"]');
  await page.waitForSelector('button[name="choice"]');
  await choose(page, "fail");
  await page.waitForSelector('[data-back="failed"]');
  const order = await page.getAttribute("[data-open-order]", "data-open-order");
  await assertAccessible(page, "after a failed payment");
  await page.click('[data-action="resume"]');
  await page.waitForSelector('button[name="choice"]');
  assert.ok(page.url().includes(order), "the same order");
  await choose(page, "pay");
  await page.waitForSelector('[data-outcome="booked"]', { timeout: 20_000 });
}));

test("more time is given once, by the server's clock", { timeout: 60_000 }, () => withWindows(1, async (page) => {
  await openMap(page, "en");
  await openCard(page, await anAvailablePlot(page, 5));
  await hold(page);
  const left = async () => { const [m, s] = (await page.textContent(".clock")).split(":").slice(-2).map(Number); return 60 * m + s; };
  const first = await left();
  await page.click('[data-action="extend"]');
  await page.waitForFunction((was) => { const [m, s] = document.querySelector(".clock").textContent.split(":").slice(-2).map(Number); return 60 * m + s > was + 60; }, first);
  await page.waitForSelector('[data-action="extend"]', { state: "detached" });
  await page.click('[data-action="release"]');
  await page.click('[data-action="release-yes"]');
  await page.waitForSelector('[data-outcome="released"]');
}));

test("a hold is nobody else's: another browser sees only that it is not open there", { timeout: 60_000 }, () => withWindows(2, async (owner, stranger) => {
  await openMap(owner, "en");
  await openCard(owner, await anAvailablePlot(owner, 6));
  const address = await hold(owner);
  await stranger.goto(address);
  await stranger.waitForSelector('[data-problem="not-here"]');
  await assertAccessible(stranger, "someone else's hold");
  await stranger.goto(`${base}/me/b/XXX-26-000000-X`);
  await stranger.waitForSelector('[data-problem="not-here"]');
  await owner.click('[data-action="release"]');
  await owner.click('[data-action="release-yes"]');
  await owner.waitForSelector('[data-outcome="released"]');
}));

test("keyboard alone: arrows, Enter, H, the form's first error, L, F, Escape", { timeout: 60_000 }, () => withWindows(1, async (page) => {
  await openMap(page, "en");
  const plot = await anAvailablePlot(page, 0);
  await page.focus("#map");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector(".spoken").textContent.length > 0);
  const first = await page.textContent(".spoken");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction((was) => document.querySelector(".spoken").textContent !== was, first);
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-card]");
  await page.keyboard.press("Escape");
  await page.waitForSelector("[data-card]", { state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "map");
  await page.keyboard.press("l");
  await page.waitForFunction(() => document.activeElement.id === "list-title");
  await page.keyboard.press("f");
  await page.waitForSelector("details.filters[open]");
  await openCard(page, plot);
  await page.focus("#map");
  await page.keyboard.press("h");
  await page.waitForFunction(() => document.activeElement.id === "hold-name");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#hold-name-error");
  assert.equal(await page.evaluate(() => document.activeElement.id), "hold-name");
  assert.equal(await status(page, plot), "a", "nothing was held");
}));

test("only the changed plot's node is touched", { timeout: 60_000 }, () => withWindows(2, async (watcher, buyer) => {
  await openMap(watcher, "en");
  const plot = await anAvailablePlot(watcher, 7);
  await watcher.evaluate(() => {
    window.touched = new Set();
    new MutationObserver((list) => list.forEach((m) => window.touched.add(m.target.dataset.plot)))
      .observe(document.querySelector(".plots"), { subtree: true, childList: true, attributes: true, attributeFilter: ["data-status", "fill", "d"] });
  });
  await openCard(buyer, plot);
  await hold(buyer);
  await turns(watcher, plot, "h");
  assert.deepEqual(await watcher.evaluate(() => [...window.touched]), [plot]);
  await buyer.click('[data-action="release"]');
  await buyer.click('[data-action="release-yes"]');
  await buyer.waitForSelector('[data-outcome="released"]');
}));

test("the stream breaks: the badge says so, the map is greyed, and what was missed arrives", { timeout: 60_000 }, () => withWindows(2, async (watcher, buyer) => {
  await openMap(watcher, "en");
  const plot = await anAvailablePlot(watcher, 8);
  await watcher.context().setOffline(true);
  await watcher.evaluate(() => dispatchEvent(new Event("online"))); // closes the open stream; the next one fails
  await watcher.waitForSelector('[data-link="reconnecting"]');
  assert.match(await watcher.textContent(".live .as-of"), /\d\d:\d\d:\d\d IST.*\d+-\d+/);
  await openCard(buyer, plot);
  await hold(buyer);
  assert.equal(await status(watcher, plot), "a");
  await watcher.context().setOffline(false);
  await turns(watcher, plot, "h", 20_000);
  await watcher.waitForSelector('[data-link="live"]');
  await buyer.click('[data-action="release"]');
  await buyer.click('[data-action="release-yes"]');
  await buyer.waitForSelector('[data-outcome="released"]');
}));

test("a link to one plot opens the map on it", { timeout: 60_000 }, () => withWindows(1, async (page) => {
  await openMap(page, "en");
  const plot = await anAvailablePlot(page, 9);
  await openCard(page, plot);
  const inside = await page.evaluate((selector) => {
    const box = document.querySelector(selector).getBoundingClientRect(), pane = document.querySelector(".map-pane").getBoundingClientRect();
    return box.left > pane.left && box.right < pane.right && box.top > pane.top && box.bottom < pane.bottom && box.width > 20;
  }, plotPath(plot));
  assert.ok(inside, `plot ${plot} of ${project} is in view and large enough to see`);
}));

// Development only: an in-memory stand-in for the Plotledger server and its sandbox gateway, so that the pages can be worked on alone.
// It keeps no books: prices, schedule and history are worked out just well enough to be shown. Not for tests of rules, not for production.
// node dev/mock-server.mjs [port] [plots]     serves dist/ with the production page policy, /v1/*, and a payment page at /v1/checkout/{order}
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { randomBytes, randomUUID } from "node:crypto";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const port = Number(process.argv[2] ?? 8099), wanted = Number(process.argv[3] ?? 312), holdMs = Number(process.env.MOCK_HOLD_MS ?? 15 * 60_000);
const dist = join(fileURLToPath(new URL(".", import.meta.url)), "../dist");
const inr = (paise) => ({ paise, currency: "INR" });
const iso = (ms = Date.now()) => new Date(ms).toISOString();

function makeProject(id, name, city, code, count) {
  const features = [], facings = ["East", "West", "North", "South"], perRow = Math.max(12, Math.round(Math.sqrt(count) * 1.3));
  for (let i = 0; i < count; ++i) {
    const row = Math.floor(i / perRow), col = i % perRow, block = `Block ${String.fromCharCode(65 + Math.floor(row / 6) % 26)}`;
    const w = [9.14, 9.14, 12.19, 15.24][Math.floor(col / 6) % 4], d = row % 4 < 2 ? 12.19 : 18.29, corner = col % 12 === 0 || col % 12 === 11;
    const x = col * 13 + Math.floor(col / 12) * 12, y = Math.floor(row / 2) * 50 + (row % 2) * 19, lon = (m) => 73.67 + (m / 105_500), lat = (m) => 18.73 - m / 110_700;
    const ring = [[x, y], [x + Math.min(w, 12.4), y], [x + Math.min(w, 12.4) + (corner ? 0.4 : 0), y + d], [x, y + d], [x, y]].map(([a, b]) => [lon(a), lat(b)]);
    features.push({ type: "Feature", id: `${block}:${i + 1}`, properties: { no: String(i + 1), block, area_mm2: Math.round(Math.min(w, 12.4) * d * 1e6), facing: facings[(row + (col % 2) * 2) % 4], corner, road_width_ft: 30 }, geometry: { type: "Polygon", coordinates: [ring] } });
  }
  const statuses = features.map((_, i) => "aaaabaarabdaaxbaau"[(i * 7 + (i >> 3)) % 18]);
  return { id, name, city, code, features, statuses, version: 57, changes: [], streams: new Set(), digest: `${code}-${count}`, rate: 520_000, serial: 0 };
}
const projects = new Map([makeProject("sahyadri-meadows", "Sahyadri Meadows", "Talegaon, Pune", "SAH", wanted), makeProject("kaveri-enclave", "Kaveri Enclave", "Devanahalli, Bengaluru", "KAV", 120)].map((p) => [p.id, p]));
const holds = new Map(), orders = new Map(), bookings = new Map(), answers = new Map();

const position = (p) => `1-${p.version}`;
const indexOf = (p, id) => p.features.findIndex((f) => f.id === id);
function setStatus(p, id, letter) {
  p.statuses[indexOf(p, id)] = letter;
  const change = { version: ++p.version, changes: [[id, letter]] };
  p.changes.push(change);
  for (const res of p.streams) res.write(`event: plots\nid: ${change.version}\ndata: ${JSON.stringify(change)}\n\n`);
}
function priceOf(p, f) {
  const land = Math.round((p.rate * f.properties.area_mm2) / 836_127.36), plc = f.properties.corner ? Math.round(land / 20) : 0, legal = 2_500_000;
  const lines = [["land", land, 0], ...(plc ? [["plc_corner", plc, 0]] : []), ["amenities", 15_000_000, 1800], ["legal", legal, 1800]].map(([head, amount, bp]) => ({ head, amount: inr(amount), tax: inr(Math.round((amount * bp) / 10_000)), tax_basis_points: bp }));
  const total = lines.reduce((sum, l) => sum + l.amount.paise + l.tax.paise, 0);
  return { lines, total: inr(total), token: inr(Math.round(total / 10)) };
}
function planOf(total) {
  const parts = [["Token", 10, 0], ["Agreement", 15, 30], ["Balance", 75, 90]];
  let left = total;
  return parts.map(([label, percent, due_in_days], i) => { const paise = i === 2 ? left : Math.round((total * percent) / 100); left -= paise; return { label, amount: inr(paise), due_in_days }; });
}
const counts = (p) => p.statuses.reduce((c, s) => ({ ...c, [s]: (c[s] ?? 0) + 1 }), {});
const projectBody = (p) => ({ project_id: p.id, name: p.name, city: p.city, code: p.code, currency: "INR", timezone: "Asia/Kolkata", counts: counts(p), plots: p.features.length, price_from: priceOf(p, p.features.reduce((a, b) => (b.properties.area_mm2 < a.properties.area_mm2 ? b : a))).total, position: position(p) });

function expire() {
  for (const h of holds.values()) {
    if (h.state === "held" && Date.parse(h.expires_at) <= Date.now()) { h.state = h.order ? "confirming" : "expired"; if (!h.order) setStatus(h.p, h.plots[0], "a"); }
    else if (h.state === "confirming" && Date.parse(h.expires_at) + holdMs <= Date.now()) { h.state = "expired"; setStatus(h.p, h.plots[0], "a"); }
  }
}
setInterval(expire, 500).unref();
function holdBody(h) {
  const price = priceOf(h.p, h.p.features[indexOf(h.p, h.plots[0])]);
  return { hold_id: h.hold_id, project: h.p.id, plots: h.plots, state: h.state, expires_at: h.expires_at, extendable_until: h.extendable_until, extended: h.extended, order: h.order ?? null, booking_id: h.booking_id ?? null, receipt_no: h.receipt_no ?? null, refund: null, declared: [], server_time: iso(), position: position(h.p), total: price.total, token_amount: price.token };
}
// A booking's own order: the oldest open installment first.
function captureForBooking({ booking: b, amount }, payment_id) {
  let left = amount.paise;
  for (const i of b.installments) {
    const part = Math.min(left, i.amount.paise - i.paid.paise);
    i.paid = inr(i.paid.paise + part);
    left -= part;
    if (part > 0) i.status = i.paid.paise === i.amount.paise ? "paid" : "partly_paid";
  }
  const next = b.installments.find((i) => i.status !== "paid"), at = iso(), receipt_no = `R/2627/MCK/${String(b.receipts.length + 1).padStart(5, "0")}`;
  b.payments.push({ payment_id, amount, method: "upi", reference: null, at, value_date: at.slice(0, 10), receipt_no, reversed: false, position: b.position });
  b.receipts.push({ number: receipt_no, amount, payment_id, at, void: false });
  Object.assign(b, { paid: inr(b.paid.paise + amount.paise), outstanding: inr(b.outstanding.paise - amount.paise), next_due: next ? { amount: inr(next.amount.paise - next.paid.paise), due_on: next.due_on, label: next.label } : null, position: `1-${Number(b.position.slice(2)) + 1}` });
}
function payBooking(b, body) {
  const order_id = `order_${randomBytes(7).toString("hex")}`, amount = inr(body.paise ?? b.next_due.amount.paise);
  orders.set(order_id, { booking: b, amount });
  return [201, { order_id, amount, gateway: { provider: "sandbox", checkout_url: `http://127.0.0.1:${port}/v1/checkout/${order_id}`, key_id: "mock", order_id } }];
}
function capture(order, payment_id) {
  if (order.booking) return captureForBooking(order, payment_id);
  const h = order.hold, p = h.p;
  if (h.booking_id) return;
  const price = priceOf(p, p.features[indexOf(p, h.plots[0])]), serial = String(++p.serial).padStart(6, "0"), at = iso();
  Object.assign(h, { state: "booked", booking_id: `${p.code}-26-${serial}-K`, receipt_no: `R/2627/${p.code}/${serial.slice(1)}` });
  setStatus(p, h.plots[0], "b");
  let left = order.amount.paise;
  const installments = planOf(price.total.paise).map((i, n) => { const paid = Math.min(left, i.amount.paise); left -= paid; return { no: n + 1, kind: "installment", milestone: null, demanded_on: null, label: i.label, amount: i.amount, paid: inr(paid), due_on: iso(Date.now() + i.due_in_days * 864e5).slice(0, 10), status: paid === i.amount.paise ? "paid" : paid ? "partly_paid" : "scheduled" }; });
  const next = installments.find((i) => i.status !== "paid"), f = p.features[indexOf(p, h.plots[0])];
  bookings.set(h.booking_id, { hold: h, body: { booking_id: h.booking_id, project: p.id, project_name: p.name, plots: [{ id: f.id, no: f.properties.no, area_mm2: f.properties.area_mm2 }], state: "confirmed", confirmed_at: at, plan: "standard", tax: inr(0), refunded: inr(0), refund_due: inr(0), papers: [], declared: [], demands: [], moves: [], cancellation: null, progress: { booked_on: at.slice(0, 10), agreement_executed_on: null, agreement_registered_on: null, registration_no: null, conveyed_on: null }, price: price.total, paid: order.amount, outstanding: inr(price.total.paise - order.amount.paise), credit: inr(0), overdue: inr(0), next_due: next ? { amount: inr(next.amount.paise - next.paid.paise), due_on: next.due_on, label: next.label } : null, lines: price.lines, installments, payments: [{ payment_id, amount: order.amount, method: "upi", reference: null, at, value_date: at.slice(0, 10), receipt_no: h.receipt_no, reversed: false, position: position(p) }], receipts: [{ number: h.receipt_no, amount: order.amount, payment_id, at, void: false }], refunds: [], history: ["PlotHeld", "OrderCreated", "PaymentCaptured", "BookingConfirmed", "ReceiptIssued"].map((event) => ({ position: position(p), event, at })), position: position(p) } });
}

const kPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
function json(res, status, body, headers = {}) { res.writeHead(status, { "Content-Type": status >= 400 ? "application/problem+json" : "application/json", "Cache-Control": "no-store", ...headers }).end(JSON.stringify(body)); }
const problem = (res, status, kind, title, headers) => json(res, status, { type: `/problems/${kind}`, title, status, instance: `req-${randomBytes(4).toString("hex")}` }, headers);
const notFound = (res) => problem(res, 404, "not-found", "Not found");
const knows = (req, h) => req.headers["hold-token"] === h.token || (req.headers.cookie ?? "").includes(`hold-${h.hold_id}=${h.token}`);

function stream(req, res, p, since) {
  res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
  res.write("retry: 2000\n\n");
  const from = Number(req.headers["last-event-id"] ?? since ?? p.version);
  if (from < 57) res.write(`event: reset\ndata: {"version":${p.version}}\n\n`);
  else for (const c of p.changes.filter((one) => one.version > from)) res.write(`event: plots\nid: ${c.version}\ndata: ${JSON.stringify(c)}\n\n`);
  p.streams.add(res);
  const beat = setInterval(() => res.write(": still here\n\n"), 15_000);
  req.on("close", () => { clearInterval(beat); p.streams.delete(res); });
}
function getProject(req, res, url, p, rest) {
  const since = url.searchParams.get("since");
  if (rest === "") return json(res, 200, { ...projectBody(p), layout_digest: p.digest, rate_paise_per_sq_yd: p.rate, plans: ["standard"] });
  if (rest === "layout") return json(res, 200, { type: "FeatureCollection", features: p.features }, { "Cache-Control": "public, max-age=31536000, immutable" });
  if (rest === "map" && since !== null) return json(res, 200, { version: p.version, position: position(p), changes: p.changes.filter((c) => c.version > Number(since)).flatMap((c) => c.changes) });
  if (rest === "map") return json(res, 200, { project: p.id, version: p.version, position: position(p), plots: p.features.length, statuses: p.statuses.join("") });
  if (rest === "map/stream") return stream(req, res, p, since);
  if (rest === "quote") {
    const found = p.features.find((one) => one.id === url.searchParams.get("plots"));
    if (!found) return notFound(res);
    const price = priceOf(p, found);
    return json(res, 200, { project: p.id, plots: [found.id], price, price_version: 1, plans: [{ name: "standard", title: "", installments: planOf(price.total.paise) }], position: position(p) });
  }
  const i = rest === "plots" ? indexOf(p, url.searchParams.get("id")) : -1;
  if (i < 0) return notFound(res);
  const f = p.features[i], mm2 = f.properties.area_mm2, price = priceOf(p, f), area = (per) => (mm2 / per).toFixed(2);
  return json(res, 200, { project: p.id, plot: { id: f.id, no: f.properties.no, block: f.properties.block, status: p.statuses[i], area_mm2: mm2, areas: { sq_ft: area(92903.04), sq_yd: area(836127.36), sq_m: area(1e6), gunta: area(101171410.56), cent: area(40468564.224) }, attributes: { facing: f.properties.facing, corner: f.properties.corner, road_width_ft: 30 } }, price, plans: [{ name: "standard", installments: planOf(price.total.paise) }], position: position(p) });
}
function placeHold(p, body) {
  const [plot] = body.plots ?? [], i = indexOf(p, plot);
  if (i < 0) return [404, { type: "/problems/not-found", title: "Not found", status: 404 }];
  if (p.statuses[i] !== "a") return [409, { type: "/problems/plot-unavailable", title: "The plot is not available", status: 409 }];
  const h = { p, hold_id: randomUUID(), token: randomBytes(16).toString("hex"), plots: [plot], state: "held", expires_at: iso(Date.now() + holdMs), extendable_until: iso(Date.now() + 2 * holdMs), extended: false };
  holds.set(h.hold_id, h);
  setStatus(p, plot, "h");
  return [201, { hold_id: h.hold_id, token: h.token, plots: h.plots, expires_at: h.expires_at, extendable_until: h.extendable_until, server_time: iso() }, { "Set-Cookie": `hold-${h.hold_id}=${h.token}; HttpOnly; SameSite=Lax; Path=/` }];
}
function actOnHold(h, act, body) {
  if (act === "extend") { if (h.state === "held" && !h.extended) Object.assign(h, { extended: true, expires_at: h.extendable_until }); return [200, holdBody(h)]; }
  if (act === "release") { if (h.state === "held" && !h.order) { h.state = "released"; setStatus(h.p, h.plots[0], "a"); } return [200, holdBody(h)]; }
  if (act !== "checkout") return [404, { type: "/problems/not-found", status: 404 }];
  if (h.state !== "held") return [409, { type: "/problems/hold-expired", title: "The hold has ended", status: 409 }];
  if (!h.order) {
    const price = holdBody(h), order_id = `order_${randomBytes(7).toString("hex")}`;
    h.order = { order_id, amount: body.pay === "full" ? price.total : price.token_amount, state: "open", checkout_url: `http://127.0.0.1:${port}/v1/checkout/${order_id}` };
    orders.set(order_id, { hold: h, amount: h.order.amount });
  }
  return [201, { order_id: h.order.order_id, amount: h.order.amount, gateway: { provider: "sandbox", checkout_url: h.order.checkout_url, key_id: "mock", order_id: h.order.order_id } }];
}
const payPage = (id, back) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mock payment page</title><h1>Mock payment page</h1><p>${id}</p><form method="post"><input type="hidden" name="return" value="${back.replace(/[&"<]/g, (c) => `&#${c.charCodeAt(0)};`)}"><button name="choice" value="pay">Pay</button> <button name="choice" value="fail">Fail</button> <button name="choice" value="close">Close</button> <button name="choice" value="silent">Pay, tell nobody</button></form>`;
function checkout(req, res, url, id, text) {
  const order = orders.get(id);
  if (!order) return notFound(res);
  if (req.method === "GET") return res.writeHead(200, { "Content-Type": "text/html" }).end(payPage(id, url.searchParams.get("return") ?? "/"));
  const form = new URLSearchParams(text), back = new URL(form.get("return"), `http://127.0.0.1:${port}`), payment = `pay_${randomBytes(7).toString("hex")}`;
  const choice = form.get("choice"), told = { pay: { payment_id: payment, order_id: id, signature: "mock" }, fail: { order_id: id, payment_id: payment, error_code: "BAD_REQUEST_ERROR" } }[choice] ?? { order_id: id, closed: "1" };
  for (const [name, value] of Object.entries(told)) back.searchParams.set(`razorpay_${name}`, value);
  if (choice === "silent") setTimeout(() => capture(order, payment), 8000);
  return res.writeHead(303, { Location: back.href }).end();
}
async function file(res, path) {
  const asset = path.startsWith("/assets/"), name = asset ? normalize(path) : "/index.html", types = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html; charset=utf-8" };
  const body = await readFile(join(dist, name)).catch(() => null);
  if (!body) return notFound(res);
  return res.writeHead(200, { "Content-Type": types[extname(name)] ?? "application/octet-stream", "Cache-Control": asset ? "public, max-age=31536000, immutable" : "no-cache", ...(asset ? {} : { "Content-Security-Policy": kPolicy }) }).end(body);
}
async function handle(req, res) {
  const url = new URL(req.url, "http://mock"), parts = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  let text = "";
  for await (const chunk of req) text += chunk;
  if (parts[0] !== "v1") return file(res, url.pathname);
  if (parts[1] === "checkout") return checkout(req, res, url, parts[2], text);
  const p = parts[1] === "projects" ? projects.get(parts[2]) : undefined, h = parts[1] === "holds" ? holds.get(parts[2]) : undefined;
  if (h && !knows(req, h)) return notFound(res);
  if (req.method === "GET") {
    if (url.pathname === "/v1/projects") return json(res, 200, { projects: [...projects.values()].map(projectBody) });
    if (p) return getProject(req, res, url, p, parts.slice(3).join("/"));
    if (h && parts.length === 3) return json(res, 200, holdBody(h));
    const b = parts[1] === "me" && parts[2] === "bookings" ? bookings.get(parts[3]) : undefined;
    if (!b || !knows(req, b.hold)) return notFound(res);
    const etag = `"${b.body.position}"`;
    return req.headers["if-none-match"] === etag ? res.writeHead(304, { ETag: etag }).end() : json(res, 200, b.body, { ETag: etag });
  }
  const key = req.headers["idempotency-key"];
  if (!key) return problem(res, 400, "idempotency-key-missing", "Idempotency-Key is missing");
  const kept = answers.get(key);
  if (kept) return kept.text === text ? json(res, kept.answer[0], kept.answer[1], { ...kept.answer[2], "Idempotency-Replayed": "true" }) : problem(res, 422, "idempotency-key-reused", "Same key, other body");
  const body = JSON.parse(text || "{}");
  let answer = [404, { type: "/problems/not-found", status: 404 }];
  if (p && parts[3] === "holds") answer = placeHold(p, body);
  else if (h) answer = actOnHold(h, parts[3], body);
  else if (parts[2] === "bookings" && parts[4] === "pay" && bookings.has(parts[3])) answer = payBooking(bookings.get(parts[3]).body, body);
  else if (url.pathname === "/v1/payments/callback") { const o = orders.get(body.razorpay_order_id); if (o) { setTimeout(() => capture(o, body.razorpay_payment_id), 400); answer = [200, {}]; } }
  answers.set(key, { text, answer });
  return json(res, ...answer);
}
createServer((req, res) => handle(req, res).catch((error) => { console.error(error); if (!res.headersSent) problem(res, 500, "unknown", "Mock failed"); }))
  .listen(port, "127.0.0.1", () => console.log(`mock on http://127.0.0.1:${port}`));

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatArea } from "./area";
import { ServerClock } from "./clock";
import { applicantErrors, contactErrors, equalShares, normalPhone, sentContact } from "./contact";
import { minuteToSpeak } from "./hold/countdown";
import { checkoutAddress, returned } from "./gateway";
import { HttpProblem, Intention, mayRetry, retryDelay } from "./http";
import { routeOf } from "./route";
import { formatDay, formatLeft, formatTime } from "./time";

test("times are shown in IST with the zone, days are the same in every zone", () => {
  assert.equal(formatTime("2026-11-23T08:35:09Z", "en-IN"), "14:05:09 IST");
  assert.equal(formatTime("2026-11-23T08:35:09Z", "hi-IN"), "14:05:09 IST");
  assert.equal(formatDay("2026-12-01", "en-IN"), "1 Dec 2026");
});

test("time left counts up to the next whole second and stops at zero", () => {
  assert.equal(formatLeft(845_000), "14:05");
  assert.equal(formatLeft(844_001), "14:05");
  assert.equal(formatLeft(3_725_000), "1:02:05");
  assert.equal(formatLeft(-5), "0:00");
});

test("5, 2 and 1 minute are spoken once each, as they are passed", () => {
  assert.equal(minuteToSpeak(300_400, 299_900), 5);
  assert.equal(minuteToSpeak(299_900, 299_400), null);
  assert.equal(minuteToSpeak(120_001, 120_000), 2);
  assert.equal(minuteToSpeak(60_500, 60_000), 1);
  assert.equal(minuteToSpeak(500, 0), null);
});

test("deadlines follow the server's clock, and a body's time wins over the Date header", () => {
  const clock = new ServerClock();
  clock.hearHeader("Mon, 23 Nov 2026 10:00:00 GMT", 1000, 1200);
  assert.equal(clock.now(1100), Date.parse("2026-11-23T10:00:00.500Z"));
  clock.hear("2026-11-23T11:00:00.250Z", 5000);
  clock.hearHeader("Mon, 23 Nov 2026 10:00:00 GMT", 1000, 1200);
  assert.equal(clock.now(6000), Date.parse("2026-11-23T11:00:01.250Z"));
});

test("areas are converted from whole square millimetres", () => {
  assert.equal(formatArea(111_483_648, "sq_ft", "en-IN"), "1,200");
  assert.equal(formatArea(111_483_648, "sq_yd", "en-IN"), "133");
  assert.equal(formatArea(111_483_648, "sq_m", "en-IN"), "111.5");
});

test("phone numbers take one form; what is none is refused", () => {
  assert.equal(normalPhone("98765 43210"), "+919876543210");
  assert.equal(normalPhone("098765-43210"), "+919876543210");
  assert.equal(normalPhone("91 98765 43210"), "+919876543210");
  assert.equal(normalPhone("+971 50 123 4567"), "+971501234567");
  assert.equal(normalPhone("00971501234567"), "+971501234567");
  for (const none of ["12345", "phone", "+0123456789", "1234567890"]) assert.equal(normalPhone(none), null, none);
});

test("a contact needs a name and one way to reach it", () => {
  assert.deepEqual(contactErrors({ name: "A", phone: "", email: "" }), { name: "error.name", phone: "error.phone_or_email" });
  assert.deepEqual(contactErrors({ name: "Asha", email: "a@b.in" }), {});
  assert.deepEqual(contactErrors({ name: "Asha", phone: "1", email: "x" }), { phone: "error.phone", email: "error.email" });
  assert.deepEqual(applicantErrors({ name: "Asha", email: "a@b.in", pan: "abcde1234f" }), {});
  assert.deepEqual(applicantErrors({ name: "Asha", email: "a@b.in", pan: "12" }), { pan: "error.pan" });
  assert.deepEqual(sentContact({ name: " Asha ", phone: "9876543210", email: "" }), { name: "Asha", phone: "+919876543210" });
});

test("shares make a whole", () => {
  assert.deepEqual(equalShares(3), [3333, 3333, 3334]);
});

test("only http addresses lead to a payment page, with the way back", () => {
  const address = new URL(checkoutAddress("http://127.0.0.1:8090/v1/checkout/order_1", "http://site", "/h/h%201", "hi")!);
  assert.equal(address.searchParams.get("return"), "http://site/h/h%201");
  assert.equal(address.searchParams.get("lang"), "hi");
  assert.equal(checkoutAddress("javascript:alert(1)", "http://site", "/h/h", "en"), null);
});

test("the gateway's answer counts only when it is whole", () => {
  assert.deepEqual(returned("?razorpay_payment_id=p&razorpay_order_id=o&razorpay_signature=s"), {
    how: "paid", fields: { razorpay_payment_id: "p", razorpay_order_id: "o", razorpay_signature: "s" },
  });
  assert.equal(returned("?razorpay_payment_id=p").how, "not");
  assert.equal(returned("?razorpay_order_id=o&razorpay_payment_id=p&razorpay_error_code=BAD_REQUEST_ERROR").how, "failed");
  assert.equal(returned("?razorpay_order_id=o&razorpay_closed=1").how, "closed");
});

test("a key lives until the server has decided", () => {
  const intention = new Intention();
  const first = intention.keyFor({ plot: 1 });
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  intention.failed(new HttpProblem("network", 0, {}));
  intention.failed(new HttpProblem("outcome-unknown", 503, {}));
  assert.equal(intention.keyFor({ plot: 1 }), first);
  assert.notEqual(intention.keyFor({ plot: 2 }), first);
  const second = intention.keyFor({ plot: 2 });
  intention.failed(new HttpProblem("plot-unavailable", 409, {}));
  assert.notEqual(intention.keyFor({ plot: 2 }), second);
});

test("undecided answers are asked again, refusals are not", () => {
  assert.ok(mayRetry(503, "outcome-unknown", "1"));
  assert.ok(mayRetry(409, "idempotency-key-in-use", "1"));
  assert.ok(!mayRetry(409, "plot-unavailable", "30"));
  assert.ok(!mayRetry(422, "idempotency-key-reused", null));
  assert.equal(retryDelay(1, "2", 0), 2000);
  assert.equal(retryDelay(3, null, 0), 1000);
  assert.equal(retryDelay(1, "3600", 0), 8000);
});

test("a problem is known by the last part of its type", () => {
  assert.equal(HttpProblem.from(409, { type: "https://x/problems/plot-unavailable" }).kind, "plot-unavailable");
  assert.equal(HttpProblem.from(404, {}).kind, "not-found");
});

test("addresses of pages", () => {
  assert.deepEqual(routeOf("/"), { page: "projects" });
  assert.deepEqual(routeOf("/p/sahyadri%20x"), { page: "map", project: "sahyadri x" });
  assert.deepEqual(routeOf("/h/1"), { page: "hold", hold: "1" });
  assert.deepEqual(routeOf("/me/b/AKR-26-004217-K"), { page: "booking", booking: "AKR-26-004217-K" });
  assert.deepEqual(routeOf("/pay/0198-a"), { page: "link", link: "0198-a" });
  for (const path of ["/p", "/p/a/b", "/me", "/%zz"]) assert.deepEqual(routeOf(path), { page: "nowhere" }, path);
});

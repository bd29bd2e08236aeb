"""The gateway's official Python SDK against our sandbox: what passes here passes against the real one. And
signatures both ways: the SDK accepts ours, our server accepts what the SDK accepts."""
import datetime
import hashlib
import hmac
import http.server
import json
import queue
import threading

from support import Gateway, Market, StageTest, eventually
from support.gateway import KEY_ID, SECRET, WEBHOOK_SECRET
from support.sdk import razorpay

INDIA = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
AMOUNT = 1_234_567


def setUpModule():
    global sdk, errors
    sdk = razorpay()
    from razorpay import errors


def sign(text, secret):
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


class Shop:
    """Takes webhooks and keeps them: body and signature."""

    def __init__(self):
        self.received = queue.Queue()
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802, the library's name
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                shop.received.put((body, self.headers["X-Razorpay-Signature"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class SdkTest(StageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.client_with(SECRET)

    @classmethod
    def client_with(cls, secret):
        client = sdk.Client(auth=(KEY_ID, secret),
                            base_url=f"http://127.0.0.1:{cls.gateway.port}")
        cls.addClassCleanup(client.session.close)
        return client

    def order(self, **fields):
        return self.client.order.create({"amount": AMOUNT, "currency": "INR", **fields})

    def paid(self, **webhooks):
        """A captured payment of a fresh order, and the callback that the browser brings."""
        return self.gateway.pay(self.order()["id"], drop=True, **webhooks)


class OrdersAndPayments(SdkTest):
    def test_an_order_is_made_found_and_listed(self):
        made = self.order(receipt="sdk-1", notes={"hold": "h-1"})
        self.assertEqual((made["entity"], made["status"], made["amount"], made["amount_due"]),
                         ("order", "created", AMOUNT, AMOUNT))
        self.assertEqual(self.client.order.fetch(made["id"]), made)
        listed = self.client.order.all({"receipt": "sdk-1"})
        self.assertEqual((listed["count"], listed["items"]), (1, [made]))

    def test_an_authorized_payment_is_captured_once(self):
        order = self.order()
        payment = self.gateway.pay(order["id"], outcome="authorized", drop=True)["payment_id"]
        self.assertEqual(self.client.payment.fetch(payment)["status"], "authorized")
        with self.assertRaises(errors.BadRequestError):
            self.client.payment.capture(payment, AMOUNT - 1, {"currency": "INR"})
        captured = self.client.payment.capture(payment, AMOUNT, {"currency": "INR"})
        self.assertEqual((captured["status"], captured["captured"], captured["amount"]),
                         ("captured", True, AMOUNT))
        with self.assertRaises(errors.BadRequestError):
            self.client.payment.capture(payment, AMOUNT, {"currency": "INR"})
        self.assertEqual(self.client.order.fetch(order["id"])["status"], "paid")
        of_order = self.client.order.payments(order["id"])
        self.assertEqual([p["id"] for p in of_order["items"]], [payment])

    def test_a_settlement_report_has_the_payment(self):
        payment = self.paid()["payment_id"]
        today = datetime.datetime.now(INDIA)
        report = self.client.settlement.report(
            {"year": today.year, "month": today.month, "count": 1000})
        mine = [line for line in report["items"] if line["entity_id"] == payment]
        self.assertEqual([(line["type"], line["amount"]) for line in mine], [("payment", AMOUNT)])

    def test_refusals_are_the_sdks_own_errors(self):
        with self.assertRaises(errors.BadRequestError):
            self.client.order.create({"amount": 1, "currency": "INR"})
        with self.assertRaises(errors.BadRequestError):
            self.client.payment.fetch("pay_unknown")
        with self.assertRaises(errors.BadRequestError) as refused:
            self.client_with("another secret").order.create({"amount": AMOUNT, "currency": "INR"})
        self.assertIn("Authentication failed", str(refused.exception))


class Refunds(SdkTest):
    def test_money_goes_back_in_parts_and_never_more_than_came(self):
        payment = self.paid()["payment_id"]
        first = self.client.payment.refund(payment, {"amount": 34_567, "notes": {"why": "part"}})
        self.assertEqual((first["entity"], first["amount"], first["payment_id"]),
                         ("refund", 34_567, payment))
        with self.assertRaises(errors.BadRequestError):
            self.client.payment.refund(payment, {"amount": AMOUNT})
        rest = self.client.payment.refund(payment, {"amount": AMOUNT - 34_567})
        self.assertEqual(self.client.refund.fetch(rest["id"]), rest)
        self.assertEqual(self.client.payment.fetch_refund_id(payment, rest["id"]), rest)
        of_payment = self.client.payment.fetch_multiple_refund(payment)
        self.assertEqual({r["id"] for r in of_payment["items"]}, {first["id"], rest["id"]})
        listed = self.client.refund.all({"count": 2})
        self.assertEqual([r["id"] for r in listed["items"]], [rest["id"], first["id"]])
        after = self.client.payment.fetch(payment)
        self.assertEqual((after["status"], after["amount_refunded"], after["refund_status"]),
                         ("refunded", AMOUNT, "full"))

    def test_a_refund_of_another_payment_is_not_found(self):
        mine, other = self.paid()["payment_id"], self.paid()["payment_id"]
        refund = self.client.payment.refund(mine, {"amount": 100})
        with self.assertRaises(errors.BadRequestError):
            self.client.payment.fetch_refund_id(other, refund["id"])


class OurSignatures(SdkTest):
    def test_the_sdk_accepts_the_callback_and_no_other(self):
        callback = self.paid()["callback"]
        self.assertTrue(self.client.utility.verify_payment_signature(callback))
        for field in callback:
            with self.assertRaises(errors.SignatureVerificationError):
                self.client.utility.verify_payment_signature({**callback, field: "other"})

    def test_the_sdk_accepts_webhooks_and_no_other(self):
        shop = Shop()
        self.addCleanup(shop.close)
        directory = self.stage.directory / "shop"
        directory.mkdir()
        gateway = Gateway(directory, shop.port)
        self.addCleanup(gateway.client.close)
        self.addCleanup(gateway.process.stop)
        eventually("the gateway is up", gateway.is_up)
        client = sdk.Client(auth=(KEY_ID, SECRET), base_url=f"http://127.0.0.1:{gateway.port}")
        self.addCleanup(client.session.close)
        order = client.order.create({"amount": AMOUNT, "currency": "INR"})
        gateway.pay(order["id"])
        body, signature = shop.received.get(timeout=30)
        verify = client.utility.verify_webhook_signature
        self.assertTrue(verify(body, signature, WEBHOOK_SECRET))
        self.assertEqual(json.loads(body)["payload"]["payment"]["entity"]["order_id"], order["id"])
        for wrong in ((body + " ", signature, WEBHOOK_SECRET), (body, signature, SECRET)):
            with self.assertRaises(errors.SignatureVerificationError):
                verify(*wrong)


class TheirSignatures(SdkTest):
    def bought(self, project, code):
        """A checked out hold, and its order as the SDK sees it."""
        market = Market(self.stage, project, code)
        hold = market.must_hold(market.plots[0])
        return market, hold, market.must_checkout(hold)

    def webhook(self, text, signature):
        return self.server.visitor.post("/v1/webhooks/razorpay", raw=text.encode(), key=False,
                                        headers={"Content-Type": "application/json",
                                                 "X-Razorpay-Signature": signature,
                                                 "x-razorpay-event-id": "evt_sdk"})

    def test_a_webhook_that_the_sdk_accepts_books_the_plot(self):
        market, hold, checkout = self.bought("sdk-webhook", "SDW")
        order = self.client.order.fetch(checkout["order_id"])
        self.assertEqual(order["amount"], checkout["amount"]["paise"])
        paid = self.gateway.pay(order["id"], outcome="silent")
        entity = self.client.payment.fetch(paid["payment_id"])
        text = json.dumps({"entity": "event", "event": "payment.captured", "contains": ["payment"],
                           "payload": {"payment": {"entity": entity}},
                           "created_at": entity["created_at"]})
        signature = sign(text, WEBHOOK_SECRET)
        self.assertTrue(self.client.utility.verify_webhook_signature(text, signature, WEBHOOK_SECRET))
        self.refused(400, "invalid-signature", self.webhook(text, sign(text, SECRET)))
        self.refused(400, "invalid-signature", self.webhook(text + " ", signature))
        self.must(200, self.webhook(text, signature))
        market.wait_for_state(hold, "booked")

    def test_a_callback_that_the_sdk_accepts_books_the_plot(self):
        market, hold, checkout = self.bought("sdk-callback", "SDC")
        paid = self.gateway.pay(checkout["order_id"], outcome="silent")
        callback = {"razorpay_order_id": checkout["order_id"],
                    "razorpay_payment_id": paid["payment_id"]}
        callback["razorpay_signature"] = sign("|".join(callback.values()), SECRET)
        self.assertTrue(self.client.utility.verify_payment_signature(callback))
        forged = {**callback, "razorpay_signature": sign("|".join(callback.values()), WEBHOOK_SECRET)}
        post = self.server.visitor.post
        self.refused(400, "invalid-signature", post("/v1/payments/callback", forged, key=False))
        answer = post("/v1/payments/callback", callback, key=False)
        self.assertLess(answer.status, 400, answer)
        market.wait_for_state(hold, "booked")

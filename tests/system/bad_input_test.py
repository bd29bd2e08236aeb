"""What is wrong with a request is named, and history is none the worse for it."""
import copy
import json
import unittest

from support import Market, UnharmedHistory, eventually, run
from support.client import fresh_key
from support.gateway import sign


class BadRequests(UnharmedHistory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.market = Market(cls.stage, "asked", "ASK")
        cls.unpriced = Market(cls.stage, "unpriced", "UNP", prices=None)
        cls.holds = cls.market.path + "/holds"
        cls.visitor = cls.server.visitor

    def body(self, **changes):
        body = {"plots": [self.market.plots[0]],
                "contact": {"name": "A", "phone": "+919800000001", "email": "a@example.com"}}
        body.update(changes)
        return body

    def test_an_unknown_project(self):
        for path in ("", "/map", "/layout", "/plots?id=1", "/map/stream"):
            self.refused(404, "not-found", self.visitor.get("/v1/projects/atlantis" + path))
        self.refused(404, "not-found", self.visitor.post("/v1/projects/atlantis/holds",
                                                         self.body()))
        self.unharmed()

    def test_an_unknown_plot(self):
        answer = self.visitor.post(self.holds, self.body(plots=["Neem Street:999"]))
        self.assertIn("Neem Street:999", self.refused(404, "plot-unknown", answer).json["detail"])
        self.refused(404, "plot-unknown", self.visitor.get(self.market.path + "/plots?id=999"))
        self.only_refused()

    def test_one_unknown_plot_among_known_ones_holds_none(self):
        plots = [self.market.plots[1], "nowhere"]
        self.refused(404, "plot-unknown", self.visitor.post(self.holds, self.body(plots=plots)))
        self.assertEqual(self.market.letters()[self.market.plots[1]], "a")
        self.only_refused()

    def test_a_malformed_phone_or_email(self):
        for phone in ("9800000001", "+91 98000 00001", "+0198000001", "+91980000000123456", "+91x",
                      "٩٨٠٠٠٠٠٠٠١"):
            contact = {"name": "A", "phone": phone, "email": "a@example.com"}
            answer = self.refused(400, "invalid-request",
                                  self.visitor.post(self.holds, self.body(contact=contact)))
            self.assertEqual([e["pointer"] for e in answer.json["errors"]], ["/contact/phone"])
        for email in ("a", "a@b", "@example.com", "a b@example.com", "a@example.com."):
            contact = {"name": "A", "email": email}
            answer = self.refused(400, "invalid-request",
                                  self.visitor.post(self.holds, self.body(contact=contact)))
            self.assertEqual([e["pointer"] for e in answer.json["errors"]], ["/contact/email"])
        self.unharmed()

    def test_a_body_that_is_not_what_was_agreed(self):
        def post(raw, **headers):
            return self.visitor.post(self.holds, raw=raw, headers={
                "Content-Type": "application/json", **headers})
        self.refused(400, "malformed-json", post(b'{"plots":['))
        self.refused(400, "malformed-json", post(b"[" * 40 + b"]" * 40))
        self.refused(415, "unsupported-media-type", post(b"plots=1", **{
            "Content-Type": "application/x-www-form-urlencoded"}))
        self.refused(413, "body-too-large", post(b" " * (64 * 1024 + 1), Connection="close"))
        for wrong in ({"plots": []}, {"plots": "1"}, {"contact": None}, {"extra": 1}):
            answer = self.visitor.post(self.holds, self.body(**wrong))
            self.assertEqual(answer.status, 400, (wrong, answer))
        twice = json.dumps(self.body())[:-1] + ', "plots": ["x"]}'
        self.assertEqual(post(twice.encode()).status, 400)
        self.assertEqual(self.market.map()["statuses"].count("h"), 0)

    def test_a_foreign_an_expired_and_an_unknown_holds_answers_are_one(self):
        mine = self.market.must_hold(self.market.plots[2])
        other = self.market.must_hold(self.market.plots[3])
        over = self.market.must_hold(self.market.plots[4])
        self.assertEqual(self.market.release(over).status, 200)
        before = self.heads()
        unknown = {"hold_id": "0190a000-0000-7000-8000-000000000000", "token": mine["token"]}
        foreign = {"hold_id": mine["hold_id"], "token": other["token"]}
        ended = {"hold_id": over["hold_id"], "token": other["token"]}
        malformed = {"hold_id": mine["hold_id"], "token": ""}
        answers = []
        for hold in (unknown, foreign, ended, malformed):
            headers = {"Hold-Token": hold["token"]} if hold["token"] else {}
            path = f"/v1/holds/{hold['hold_id']}"
            answers.append(self.visitor.get(path, headers=headers))
            for what in ("/extend", "/release"):
                answers.append(self.visitor.post(path + what, headers=headers))
            answers.append(self.visitor.post(path + "/checkout", headers=headers, body={
                "applicants": [{"name": "A", "phone": "+919800000001", "address": "x"}],
                "plan": "standard", "pay": "token"}))
        for answer in answers:
            self.refused(404, "not-found", answer)
        self.assertEqual(len({answer.body for answer in answers}), 1)
        self.assertEqual(self.heads(), before)
        booking = self.market.buy(self.market.plots[5])["booking_id"]
        bodies = {self.visitor.get(f"/v1/me/bookings/{which}", headers={
            "Hold-Token": other["token"]}).body for which in (booking, "ASK-26-999999-X")}
        self.assertEqual(bodies, {answers[0].body})

    def test_a_wrong_amount_at_the_gateway_is_kept_apart(self):
        hold = self.market.must_hold(self.market.plots[6])
        order = self.market.must_checkout(hold)
        too_little = order["amount"]["paise"] // 2
        suspense = -self.market.balances().get("liabilities:suspense", 0)
        self.gateway.pay(order["order_id"], amount_paise=too_little)
        eventually("it lies in suspense", lambda: (
            -self.market.balances().get("liabilities:suspense", 0) == suspense + too_little))
        self.assertEqual(self.market.state(hold)["state"], "held")
        self.assertIsNone(self.market.state(hold)["booking_id"])
        self.assertEqual(self.market.portal_check()["mismatches"], [])

    def webhook(self, body, signature):
        return self.visitor.post("/v1/webhooks/razorpay", raw=body, key=False, headers={
            "Content-Type": "application/json", "X-Razorpay-Signature": signature,
            "x-razorpay-event-id": "evt-" + fresh_key()})

    def test_a_bad_signature(self):
        body = b'{"entity":"event","event":"payment.captured","payload":{}}'
        good = sign(body)
        bad = ("0" if good[0] != "0" else "1") + good[1:]
        for signature in (bad, "", good.upper() + "0", good[:-1], "ü" * 32):
            answer = self.webhook(body, signature.encode("utf-8").decode("latin-1"))
            self.refused(400, "invalid-signature", answer)
        self.refused(400, "invalid-signature", self.webhook(body + b" ", good))
        self.refused(400, "malformed-json", self.webhook(b"not json", sign(b"not json")))
        self.unharmed()

    def test_a_forged_callback(self):
        hold = self.market.must_hold(self.market.plots[7])
        order = self.market.must_checkout(hold)
        callback = self.gateway.pay(order["order_id"], "failure", drop=True)["callback"]
        eventually("nothing is under way", lambda: self.heads() == self.heads())
        for field, value in (("razorpay_signature", "0" * 64), ("razorpay_payment_id", "pay_x"),
                             ("razorpay_order_id", "order_x")):
            answer = self.visitor.post("/v1/payments/callback", {**callback, field: value},
                                       key=False)
            self.refused(400, "invalid-signature", answer)
        self.assertEqual(self.market.state(hold)["state"], "held")

    def test_a_replayed_webhook_changes_nothing(self):
        hold = self.market.must_hold(self.market.plots[8])
        paid = self.gateway.pay(self.market.must_checkout(hold)["order_id"])
        booking_id = self.market.wait_for_state(hold, "booked")["booking_id"]
        self.delivered()
        booking, balance = self.market.booking(booking_id), self.market.balances()
        for order in ("normal", "reversed", "shuffled"):
            self.gateway.replay(paid["payment_id"], copies=5, order=order)
        self.delivered()
        self.assertEqual(self.market.booking(booking_id), booking)
        self.assertEqual(self.market.balances(), balance)

    def delivered(self):
        eventually("every webhook arrived",
                   lambda: self.gateway.summary()["webhooks"]["pending"] == 0)

    def test_an_unknown_order_is_kept_apart_and_answered_200(self):
        payment = {"id": "pay_" + fresh_key()[:14], "entity": "payment", "amount": 5_000,
                   "currency": "INR", "status": "captured", "order_id": "order_unknown",
                   "method": "upi", "captured": True, "created_at": 1_790_000_000, "notes": []}
        body = json.dumps({"entity": "event", "event": "payment.captured",
                           "contains": ["payment"], "created_at": 1_790_000_000,
                           "payload": {"payment": {"entity": payment}}}).encode()
        balances = self.market.balances()
        self.must(200, self.webhook(body, sign(body)))
        self.assertEqual(self.market.balances(), balances)
        answer = self.server.admin.get("/v1/support/search?q=" + payment["id"])
        self.assertIn("PaymentUnmatched", self.must(200, answer).body.decode())

    def test_a_price_that_was_never_set(self):
        plot = self.unpriced.plots[0]
        release = self.server.admin.post(self.unpriced.path + "/release", {"plots": "all"})
        self.refused(409, "prices-not-set", release)
        self.refused(409, "plot-unavailable", self.unpriced.hold([plot]))
        card = self.visitor.get(f"{self.unpriced.path}/plots?id={plot.replace(' ', '%20')}")
        self.assertIsNone(self.must(200, card).json["price"])
        self.assertEqual(set(self.unpriced.map()["statuses"]), {"u"})
        self.only_refused()

    def test_no_price_above_zero(self):
        for rate, problem in ((0, "rate-out-of-range"), (-1, "invalid-request"),
                              (1.5, "invalid-request"), ("1", "invalid-request")):
            prices = {"currency": "INR", "rate_paise_per_sq_yd": rate, "heads": []}
            self.refused(400, problem,
                         self.server.admin.put(self.unpriced.path + "/prices", prices))
        self.only_refused()

    def test_a_missing_or_weak_idempotency_key(self):
        self.refused(400, "idempotency-key-missing",
                     self.visitor.post(self.holds, self.body(), key=False))
        self.refused(400, "idempotency-key-missing", self.server.admin.post(
            "/v1/projects", {"project_id": "x"}, key=False))
        for weak in ("1", "hold-1", "a" * 31):
            self.refused(400, "idempotency-key-malformed",
                         self.visitor.post(self.holds, self.body(), key=weak))
        self.unharmed()

    def test_a_key_used_again(self):
        key, body = fresh_key(), self.body(plots=[self.market.plots[9]])
        first = self.must(201, self.visitor.post(self.holds, body, key=key))
        head = self.heads()
        again = self.must(201, self.visitor.post(self.holds, body, key=key))
        self.assertEqual((again.body, again.headers["Idempotency-Replayed"]), (first.body, "true"))
        other = copy.deepcopy(body)
        other["contact"]["phone"] = "+919800000002"
        self.refused(422, "idempotency-key-reused", self.visitor.post(self.holds, other, key=key))
        self.assertEqual(self.heads(), head)

    def test_a_refusal_is_repeated_word_for_word(self):
        taken = self.market.must_hold(self.market.plots[10])
        key, body = fresh_key(), self.body(plots=[self.market.plots[10]])
        first = self.refused(409, "plot-unavailable", self.visitor.post(self.holds, body, key=key))
        self.assertEqual(self.market.release(taken).status, 200)
        again = self.refused(409, "plot-unavailable", self.visitor.post(self.holds, body, key=key))
        self.assertEqual(again.body, first.body)

    def test_a_key_that_is_not_known_or_may_not(self):
        finance = self.must(201, self.server.admin.post("/v1/api-keys", {
            "role": "finance", "name": "back office"})).json["key"]
        self.before = self.heads()
        for path in ("/v1/finance/trial-balance", "/v1/ledger/records", "/v1/bookings"):
            self.refused(401, "credential-missing", self.visitor.get(path))
            self.refused(401, "credential-unknown", self.visitor.get(path, headers={
                "Authorization": "Bearer " + "0" * 64}))
        self.refused(403, "forbidden", self.visitor.get("/v1/ledger/records", headers={
            "Authorization": "Bearer " + finance}))
        self.unharmed()

    def test_a_position_that_is_not_there_or_not_yet(self):
        path = self.market.path + "/map?min_position="
        self.refused(400, "position-malformed", self.visitor.get(path + "yesterday"))
        self.refused(503, "projection-behind", self.visitor.get(path + "1-99999999"))
        self.unharmed()

    @classmethod
    def tearDownClass(cls):
        whole = run("verify", *cls.server.place)
        if whole.returncode != 0:
            raise AssertionError(whole.stdout)


if __name__ == "__main__":
    unittest.main()

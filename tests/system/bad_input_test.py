"""What is wrong is named, and history is none the worse for it."""
import copy
import json
import unittest

from support import ATHI_RIVER, STREETS, Market, StageTest, all_records, eventually, run
from support.client import fresh_key
from support.gateway import sign
from support.records import partitions

GEOJSON = {"Content-Type": "application/geo+json"}
CORNER, SIDE = (78.2, 17.07), 0.0002


def square(column=0, side=SIDE, height=None):
    """A ring of about 21 m a side, `column` plots to the east."""
    west, south = CORNER[0] + column * SIDE, CORNER[1]
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side],
            [west, south]]
    return [position + [height] for position in ring] if height is not None else ring


def feature(properties, ring, kind="Polygon"):
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


class UnharmedHistory(StageTest):
    """Each test must leave the heads where they were, or refusals where it says so."""

    def heads(self):
        return {status["partition"]: status["head"]["sequence"] if isinstance(
            status["head"], dict) else status["head"] for status in partitions(self.server.admin)}

    def setUp(self):
        self.before = self.heads()

    def unharmed(self):
        self.assertEqual(self.heads(), self.before)

    def only_refused(self):
        """What was added since is refusals, which say so, and nothing else."""
        new = [record for partition, record in all_records(self.server.admin)
               if record["sequence"] > self.before[partition]]
        self.assertNotEqual(new, [])
        self.assertEqual({record["outcome"] for record in new}, {"refused"})


class BadLayouts(UnharmedHistory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.admin.post("/v1/projects", {"project_id": "bad", "name": "Bad", "code": "BAD",
                                               "city": "Pune", "timezone": "Asia/Kolkata"})
        cls.path = "/v1/projects/bad/layout"

    def preview(self, body, query="plot_no=no"):
        answer = self.server.admin.post(f"{self.path}?{query}", raw=body, headers=GEOJSON)
        return self.must(200, answer).json

    def problem(self, body, severity, where, *words, query="plot_no=no"):
        """One of the preview's problems names feature, cause and severity."""
        preview = self.preview(body, query)
        fits = [p for p in preview["problems"] if p["severity"] == severity
                and p["feature"] == where and all(word in p["problem"] for word in words)]
        self.assertEqual(len(fits), 1, preview["problems"])
        if severity == "error":
            self.assertIsNone(preview["digest"])
            confirmed = self.server.admin.post(f"{self.path}?{query}&confirm={'0' * 64}", raw=body,
                                               headers=GEOJSON)
            self.refused(409, "layout-has-errors", confirmed)
        self.refused(404, "not-found", self.server.visitor.get(self.path))
        self.unharmed()
        return preview

    def test_not_geojson(self):
        self.problem(b"plot,area\n1,200\n", "error", "file", "JSON")
        self.problem(b'{"plots":[]}', "error", "file", "GeoJSON")
        self.problem(ATHI_RIVER.bytes[:5_000], "error", "feature 19")

    def test_no_such_property(self):
        self.problem(ATHI_RIVER.bytes, "error", "file", '"Plot_No"', '"Name"', '"Shape_Area"',
                     query="plot_no=Plot_No")

    def test_a_number_that_stands_twice(self):
        body = collection(feature({"no": "7"}, square(0)), feature({"no": "7"}, square(1)))
        self.problem(body, "error", "feature 2 (7)", "same number as feature 1 (7)")

    def test_numbers_that_are_unique_only_within_a_street(self):
        preview = self.preview(STREETS.bytes, "plot_no=Plot")
        self.assertIsNone(preview["digest"])
        named = [p for p in preview["problems"] if "same number" in p["problem"]]
        self.assertTrue(all('"Street"' in p["problem"] for p in named), named)
        self.assertGreater(len(named), 0)
        self.unharmed()

    def test_an_empty_number(self):
        body = collection(feature({"no": " "}, square(0)), feature({"no": "2"}, square(1)))
        self.problem(body, "error", "feature 1", "no")
        body = collection(feature({"no": None}, square(0)), feature({"no": "2"}, square(1)))
        self.problem(body, "error", "feature 1", "no")

    def test_stray_blanks_are_taken_off_and_do_not_make_two_plots_of_one(self):
        body = collection(feature({"no": " 12 "}, square(0)), feature({"no": "13"}, square(1)))
        self.assertEqual(self.preview(body)["plots"], 2)
        body = collection(feature({"no": " 12 "}, square(0)), feature({"no": "12"}, square(1)))
        self.problem(body, "error", "feature 2 (12)", "same number")

    def test_an_open_ring(self):
        self.problem(collection(feature({"no": "1"}, square(0)[:-1])), "error", "feature 1 (1)",
                     "open")

    def test_a_ring_that_crosses_itself(self):
        ring = square(0)
        ring[1], ring[2] = ring[2], ring[1]
        self.problem(collection(feature({"no": "1"}, ring)), "error", "feature 1 (1)", "cross")

    def test_area_zero(self):
        west, south = CORNER
        flat = [[west, south], [west + SIDE, south], [west + 2 * SIDE, south], [west, south]]
        preview = self.preview(collection(feature({"no": "1"}, flat)))
        errors = [p for p in preview["problems"] if p["severity"] == "error"]
        self.assertEqual([p["feature"] for p in errors], ["feature 1 (1)"], preview)
        self.unharmed()

    def test_a_multipolygon_and_a_third_coordinate_are_taken_and_said(self):
        body = collection(feature({"no": "1"}, square(0, height=4.0), "MultiPolygon"),
                          feature({"no": "2"}, square(1)))
        preview = self.problem(body, "warning", "file", "third value")
        self.assertEqual(preview["plots"], 2)
        self.assertIsNotNone(preview["digest"])

    def test_an_overlap_is_a_warning_that_names_both(self):
        body = collection(feature({"no": "1"}, square(0, SIDE * 1.5)),
                          feature({"no": "2"}, square(1)))
        self.problem(body, "warning", "feature 1 (1)", "overlaps feature 2 (2)", "sq m")

    def test_a_stated_area_that_contradicts_the_geometry(self):
        body = collection(feature({"no": "1", "area": 900}, square(0)),
                          feature({"no": "2", "area": 471}, square(1)))
        preview = self.preview(body, "plot_no=no&area=area&area_unit=sq_m")
        named = [p["feature"] for p in preview["problems"] if "900" in p["problem"]]
        self.assertEqual(named, ["feature 1 (1)"], preview["problems"])
        without = self.preview(body)
        self.assertEqual([p for p in without["problems"] if "900" in p["problem"]], [])
        self.unharmed()

    def test_25_mib_is_taken_and_a_byte_more_is_not(self):
        body = collection(feature({"no": "1"}, square(0)))
        body += b" " * (25 * 2**20 - len(body))
        self.assertEqual(self.preview(body)["plots"], 1)
        answer = self.server.admin.post(self.path + "?plot_no=no", raw=body + b" ",
                                        headers={**GEOJSON, "Connection": "close"})
        self.refused(413, "body-too-large", answer)
        self.unharmed()

    def test_nothing_is_imported_but_what_was_previewed(self):
        one = collection(feature({"no": "1"}, square(0)))
        other = collection(feature({"no": "2"}, square(0)))
        digest = self.preview(one)["digest"]
        answer = self.server.admin.post(f"{self.path}?plot_no=no&confirm={digest}", raw=other,
                                        headers=GEOJSON)
        self.refused(409, "layout-changed", answer)
        self.refused(404, "not-found", self.server.visitor.get(self.path))
        self.unharmed()


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

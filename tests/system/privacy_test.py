"""Nothing that tells who a buyer is lies in clear on the server's disk or in its log."""
import base64
import concurrent.futures
import unittest

from support import Market, Rules, StageTest, all_records, eventually

BUYERS = 40
SHORT = Rules(hold_s=1, checkout_hold_s=2, extension_s=1, longest_hold_s=5, retry_window_s=1,
              gateway_wait_s=1)


def disguises(text):
    """The ways in which a text may lie about without being sealed."""
    plain = text.encode()
    for one in {plain, plain.lower(), plain.upper()}:
        yield one
        yield one.hex().encode()
        yield one.hex().upper().encode()
        for shift in range(3):  # base64 of the text wherever it stands among other bytes
            code = base64.b64encode(bytes(shift) + one)
            inner = code[-(-shift * 4 // 3):len(code) - 4]
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")
    yield text.encode("utf-16-le")
    yield text.replace("+", "%2B").replace("@", "%40").encode()


class NothingInClear(StageTest):
    def crowd(self):
        self.market = Market(self.stage, "private", "PRI", rules=Rules())
        self.short = Market(self.stage, "private-short", "PRS", rules=SHORT)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(self.live, range(BUYERS)))
        eventually("the short holds are over", lambda: "h" not in self.short.map()["statuses"])

    def live(self, number):
        """Some book, some walk away, some are refused, some mistype; all leave their details."""
        market = self.market if number % 2 else self.short
        contact = self.stage.people.new()
        visitor = self.server.visitor
        wrong = {"plots": [market.plots[number]], "contact": {**contact.visitor(), "age": 40}}
        self.refused(400, "invalid-request", visitor.post(market.path + "/holds", wrong))
        nowhere = {"plots": ["nowhere"], "contact": contact.visitor()}
        self.refused(404, "plot-unknown", visitor.post(market.path + "/holds", nowhere))
        visitor.post(f"/v1/holds/{contact.email}/checkout?phone={contact.phone}",
                     {"applicants": [contact.applicant()], "plan": "standard", "pay": "token"})
        hold = market.must_hold(market.plots[number], contact)
        market.hold([market.plots[number]], contact)
        if number % 4 > 1:
            order = market.must_checkout(hold, contact)
            self.gateway.pay(order["order_id"], "success" if number % 8 > 3 else "failure")
            if number % 8 > 3:
                market.wait_for_state(hold, "booked")

    def test_no_name_phone_or_email_is_readable_anywhere(self):
        self.crowd()
        self.assertGreaterEqual(len(self.stage.people.met), BUYERS)
        self.search("while the server runs")
        history = [str(record) for _, record in all_records(self.server.admin)]
        self.check("the records, decoded", "\n".join(history).encode())
        self.server.kill()
        self.search("after a crash")
        self.server.start(self.gateway)
        self.assertEqual(self.server.stop(), 0)
        self.search("after an orderly end")
        self.server.start(self.gateway)

    def search(self, when):
        files = [path for path in self.stage.directory.rglob("*") if path.is_file()
                 and path.is_relative_to(self.server.data) or path == self.server.log]
        self.assertGreater(len(files), 10)
        for path in files:
            try:
                self.check(f"{path.relative_to(self.stage.directory)} {when}", path.read_bytes())
            except FileNotFoundError:
                pass  # the server cleaned up meanwhile

    def check(self, where, content):
        found = [(contact.name, secret) for contact in self.stage.people.met
                 for secret in contact.secrets() for hidden in disguises(secret)
                 if hidden in content]
        self.assertEqual(found, [], where)

    def test_the_search_finds_what_is_there(self):
        contact = self.stage.people.new()
        for content in (contact.name.lower(), f"x{contact.phone}x", contact.email.encode().hex(),
                        base64.b64encode(f"to: {contact.email}, hello".encode()).decode(),
                        base64.b64encode(f"[{contact.address}]".encode()).decode()):
            with self.assertRaises(AssertionError):
                self.check("a planted secret", content.encode())


if __name__ == "__main__":
    unittest.main()

"""A project on the map with prices and rules, and what buyers do there."""
import dataclasses
import urllib.parse

from .layouts import STREETS
from .waiting import eventually
from .watcher import MapWatcher

PRICES = {
    "currency": "INR",
    "rate_paise_per_sq_yd": 523_457,
    "heads": [
        {"head": "development", "kind": "percent", "basis_points": 525, "tax_basis_points": 1800},
        {"head": "park facing", "kind": "per_area", "paise": 31_339, "tax_basis_points": 0},
        {"head": "legal", "kind": "fixed", "paise": 2_500_001, "tax_basis_points": 1800},
        {"head": "early bird", "kind": "fixed", "paise": -1_000_000, "tax_basis_points": 0},
    ],
    "token": {"basis_points": 1000},
}


@dataclasses.dataclass
class Rules:
    """Hold rules, in seconds; the defaults are long enough that nothing ends during a test."""
    hold_s: int = 900
    checkout_hold_s: int = 1800
    extension_s: int = 600
    longest_hold_s: int = 7200
    retry_window_s: int = 600
    gateway_wait_s: int = 900
    holds_per_contact: int = 2
    staff_hold_s: int = 86_400


class Market:
    def __init__(self, stage, project, code, layout=STREETS, rules=None, prices=PRICES):
        self.stage = stage
        self.project = project
        self.path = f"/v1/projects/{project}"
        self._admin, self._visitor = stage.server.admin, stage.server.visitor
        self._must(201, self._admin.post("/v1/projects", {
            "project_id": project, "name": project.title(), "code": code, "city": "Pune",
            "timezone": "Asia/Kolkata"}))
        self.preview = self.import_layout(layout)
        if prices is not None:
            self._must(200, self._admin.put(self.path + "/prices", prices))
            self._must(200, self._admin.post(self.path + "/release", {"plots": "all"}))
        self.set_rules(rules or Rules())
        features = self._must(200, self._visitor.get(self.path + "/layout")).json["features"]
        self.plots = [feature["id"] for feature in features]

    def import_layout(self, layout):
        query = {"plot_no": layout.plot_no}
        if layout.block:
            query["block"] = layout.block
        path = f"{self.path}/layout?{urllib.parse.urlencode(query)}"
        headers = {"Content-Type": "application/geo+json"}
        preview = self._must(200, self._admin.post(path, raw=layout.bytes, headers=headers)).json
        confirm = f"{path}&confirm={preview['digest']}"
        self._must(201, self._admin.post(confirm, raw=layout.bytes, headers=headers))
        return preview

    def set_rules(self, rules):
        path = self.path + "/hold-rules"
        self._must(200, self._admin.put(path, dataclasses.asdict(rules)))

    # --- buyers ---

    def hold(self, plots, contact=None, key=None, timeout=30):
        contact = contact or self.stage.people.new()
        return self._visitor.post(self.path + "/holds",
                                  {"plots": plots, "contact": contact.visitor()}, key=key, timeout=timeout)

    def must_hold(self, plot, contact=None):
        return self._must(201, self.hold([plot], contact)).json

    def checkout(self, hold, contact=None, pay="token", key=None):
        contact = contact or self.stage.people.new()
        return self._of_hold("POST", hold, "/checkout", {
            "applicants": [contact.applicant()], "plan": "standard", "pay": pay}, key=key)

    def must_checkout(self, hold, contact=None, pay="token"):
        return self._must(201, self.checkout(hold, contact, pay)).json

    def extend(self, hold, key=None):
        return self._of_hold("POST", hold, "/extend", key=key)

    def release(self, hold, key=None, timeout=30):
        return self._of_hold("POST", hold, "/release", key=key, timeout=timeout)

    def state(self, hold):
        return self._must(200, self._of_hold("GET", hold)).json

    def wait_for_state(self, hold, *wanted, seconds=20):
        def state():
            now = self.state(hold)
            return now if now["state"] in wanted else None
        return eventually(f"the hold is {' or '.join(wanted)}", state, seconds)

    def buy(self, plot):
        """Hold, checkout, pay: the hold's state when it is booked."""
        contact = self.stage.people.new()
        hold = self.must_hold(plot, contact)
        self.stage.gateway.pay(self.must_checkout(hold, contact)["order_id"])
        return self.wait_for_state(hold, "booked")

    # --- what is shown ---

    def map(self, position=None):
        path = self.path + "/map" + (f"?min_position={position}" if position else "")
        return self._must(200, self._visitor.get(path)).json

    def letters(self, position=None):
        return dict(zip(self.plots, self.map(position)["statuses"]))

    def watch(self):
        """A watcher who misses nothing that happens from now on."""
        return MapWatcher(self.stage.server.port, self.path + "/map/stream", self.map()["version"])

    def booking(self, booking_id):
        return self._must(200, self._admin.get(f"/v1/bookings/{booking_id}")).json

    def bookings(self):
        """All of this project's."""
        found, cursor = [], None
        while True:
            path = f"/v1/bookings?project={self.project}&limit=200"
            path += f"&cursor={urllib.parse.quote(cursor)}" if cursor else ""
            page = self._must(200, self._admin.get(path)).json
            found += page["bookings"]
            cursor = page["next_cursor"]
            if not cursor:
                return found

    def refunds(self):
        path = f"/v1/refunds?project={self.project}&limit=200"
        return self._must(200, self._admin.get(path)).json["refunds"]

    def trial_balance(self, position=None):
        path = f"/v1/finance/trial-balance?project={self.project}"
        path += f"&as_of={position}" if position else ""
        return self._must(200, self._admin.get(path)).json

    def balances(self):
        """Account → debit minus credit, in paise."""
        return {row["account"]: row["debit_paise"] - row["credit_paise"]
                for row in self.trial_balance()["accounts"]}

    def portal_check(self):
        path = f"/v1/finance/portal-check?project={self.project}"
        return self._must(200, self._admin.get(path)).json

    def _of_hold(self, method, hold, what="", body=None, key=None, timeout=30):
        return self._visitor.request(method, f"/v1/holds/{hold['hold_id']}{what}", body, key=key,
                                     headers={"Hold-Token": hold["token"]}, timeout=timeout)

    @staticmethod
    def _must(status, answer):
        if answer.status != status:
            raise AssertionError(f"{status} expected: {answer}")
        return answer

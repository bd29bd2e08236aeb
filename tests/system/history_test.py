"""History gives back what was shown, and whoever changes a figure or a byte is found out."""
import datetime
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import time
import unittest

from support import Market, StageTest, all_records, eventually, run
from support.program import ROOT

POSITIONS = 20
FLIPS = 60
TAMPER = pathlib.Path(os.environ.get("PLOTLEDGER_TAMPER",
                                     ROOT / "build/release/tests/system/tamper"))


class AsOf(StageTest):
    def test_map_and_trial_balance_come_back_as_they_were_shown(self):
        market = Market(self.stage, "as-of", "ASO")
        choose = random.Random(20)
        shown = [self.after(market, choose) for _ in range(POSITIONS)]
        self.assertEqual(len({position for position, *_ in shown}), POSITIONS)
        self.assertGreater(len({then["statuses"] for _, _, then, _ in shown}), POSITIONS // 2)
        for position, at, then, balance in shown:
            for point in (position, at):
                path = f"{market.path}/map?as_of={point}"
                self.assertEqual(self.must(200, self.server.admin.get(path)).json, then)
                self.assertEqual(market.trial_balance(point), balance)
        self.check_replay(market, shown)
        self.assertEqual(self.server.stop(), 0)
        self.check_replay(market, shown)
        self.server.start(self.gateway)

    def after(self, market, choose):
        """Somebody does something; then (position, time, map, trial balance) of one moment."""
        free = [plot for plot, letter in market.letters().items() if letter == "a"]
        act = choose.choice([market.buy, market.buy, market.must_hold, self.sell_and_cancel(market)])
        act(choose.choice(free))

        def moment():
            """None while the views are behind history or it goes on."""
            if not self.all_is_shown():
                return None
            balance = market.trial_balance()
            then = market.map(balance["position"])
            now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="microseconds")
            if not self.all_is_shown() or market.trial_balance() != balance:
                return None
            return balance["position"], now.replace("+00:00", "Z"), then, balance
        return eventually("all is shown and nothing happens for a moment", moment)

    def all_is_shown(self):
        partitions = self.server.partitions()
        return partitions != [] and all(p["applied"] == p["head"] for p in partitions)

    def sell_and_cancel(self, market):
        def act(plot):
            booking = market.buy(plot)["booking_id"]
            self.must(200, self.server.admin.post(f"/v1/bookings/{booking}/cancel",
                                                  {"reason": "the buyer moves abroad"}))
        return act

    def check_replay(self, market, shown):
        for position, at, then, balance in shown:
            for point in (position, at):
                done = run("replay", "--as-of", point, *self.server.place,
                           "--project", market.project)
                self.assertEqual(done.returncode, 0, done.stdout)
                replayed = json.loads(done.stdout)
                self.assertEqual(replayed["position"], position)
                self.assertEqual(replayed["projects"], [{"map": then, "trial_balance": balance}])

    def test_a_position_that_history_has_not_reached_is_refused(self):
        done = run("replay", "--as-of", "0-999999", *self.server.place)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("position-ahead", done.stdout)


class OnePaisa(StageTest):
    def tamper(self, view, booking, paise):
        subprocess.run([TAMPER, self.server.data / "views", view, self.market.project, booking,
                        str(paise)], check=True)

    def check_found(self, view, finance, portal):
        """The server is down, one figure was changed; both witnesses name it."""
        verified = run("verify", *self.server.place)
        self.assertEqual(verified.returncode, 1, verified.stdout)
        named = [line for line in verified.stdout.splitlines() if self.booking in line
                 and re.search(rf"\b{finance}\b.*\b{portal}\b", line)]
        self.assertNotEqual(named, [], verified.stdout)
        self.assertIn("views/" + view, verified.stdout)
        self.server.start(self.gateway)
        check = self.market.portal_check()
        self.assertIn({"booking_id": self.booking, "figure": "paid", "finance_paise": finance,
                       "portal_paise": portal}, check["mismatches"])
        self.assertEqual({m["booking_id"] for m in check["mismatches"]}, {self.booking})
        self.assertEqual(self.server.stop(), 0)

    def test_one_paisa_changed_in_either_view_is_named_with_both_figures(self):
        self.market = Market(self.stage, "paisa", "PSA")
        bookings = [self.market.buy(plot)["booking_id"] for plot in self.market.plots[:4]]
        self.booking = bookings[2]
        paid = self.market.booking(self.booking)["paid"]["paise"]
        self.assertEqual(self.server.stop(), 0)
        self.tamper("finance", self.booking, 1)
        self.check_found("finance", paid + 1, paid)
        self.tamper("finance", self.booking, -1)
        self.tamper("portal", self.booking, 1)
        self.check_found("portal", paid, paid + 1)
        self.tamper("portal", self.booking, -1)
        self.assertEqual(run("verify", *self.server.place).returncode, 0)


def digest(directory):
    whole = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            whole.update(str(path.relative_to(directory)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


class OneFlippedByte(StageTest):
    """Half of history lies in tables, half in write-ahead logs of a server that was killed."""

    def live(self):
        market = Market(self.stage, "flipped", "FLI")
        for plot in market.plots[:10]:
            market.buy(plot)
        self.assertEqual(self.server.stop(), 0)
        self.server.start(self.gateway)
        for plot in market.plots[10:20]:
            market.buy(plot)
        mark = self.server.data / "log/mark"
        eventually("the mark has caught up with the log",
                   lambda: time.time() - mark.stat().st_mtime > 0.5)
        self.assertEqual(sum(1 for _ in all_records(self.server.admin)), self.head_count())
        self.server.kill()

    def head_count(self):
        heads = run("verify", "--json", "--data", self.server.data)
        return json.loads(heads.stdout)["records"]

    def places(self):
        """Random bytes of every kind of file that holds something, evenly by kind."""
        choose = random.Random(60)
        kinds = {}
        for path in sorted(self.server.data.rglob("*")):
            part = path.relative_to(self.server.data).parts[0]
            for pattern in ("*.sst", "[0-9]*.log", "mark", "MANIFEST-*", "*.blob"):
                if path.is_file() and path.match(pattern) and path.stat().st_size > 0:
                    kinds.setdefault((part, pattern), []).append(path)
        self.assertIn(("log", "*.sst"), kinds)
        self.assertIn(("log", "[0-9]*.log"), kinds)
        self.assertIn(("log", "mark"), kinds)
        order = sorted(kinds)
        for number in range(FLIPS):
            path = choose.choice(kinds[order[number % len(order)]])
            yield path, choose.randrange(path.stat().st_size), 1 << choose.randrange(8)

    def test_one_flipped_bit_anywhere_is_named_or_was_of_no_consequence(self):
        self.live()
        whole = self.verify()
        self.assertEqual(whole.returncode, 0, whole.stdout)
        untouched = digest(self.server.data)
        found, harmless, silent = 0, [], []
        for path, at, bit in self.places():
            before = path.read_bytes()
            spoiled = bytearray(before)
            spoiled[at] ^= bit
            path.write_bytes(spoiled)
            name = f"{path.relative_to(self.server.data)} byte {at} of {len(before)} bit {bit}"
            done = self.verify()
            if done.returncode == 0 and done.stdout == whole.stdout:
                harmless.append(name)  # the same heads: the same records, hash by hash
            elif done.returncode == 0 or not self.names_a_place(done.stdout, path):
                silent.append((name, done.returncode, done.stdout[-300:]))
            else:
                found += 1
            path.write_bytes(before)
        print(f"\nflipped bits: {found} named, {len(harmless)} of no consequence: {harmless}")
        self.assertEqual(len(silent), 0, "\n".join(map(str, silent)))
        self.assertEqual(digest(self.server.data), untouched)
        self.assertGreater(found, FLIPS * 8 // 10)
        self.server.start(self.gateway)

    def verify(self):
        return run("verify", "--json", "--quiet", "--data", self.server.data)

    def names_a_place(self, said, path):
        return path.name in said or re.search(r'"where":"\d+-\d+"|offset \d+', said)


if __name__ == "__main__":
    unittest.main()

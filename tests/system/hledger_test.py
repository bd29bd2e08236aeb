"""`plotledger export --hledger`: hledger recomputes every account, beside a running server and as of any moment."""
import collections
import csv
import decimal
import io
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from support import Market, StageTest, run


def paise(text):
    """"INR -1234.05" or "0": exact, never by way of a float."""
    return int(decimal.Decimal(text.removeprefix("INR ")) * 100)


def balances(journal, *query):
    """Account → paise, as hledger sums them up."""
    done = subprocess.run(["hledger", "-f", journal, "bal", "-N", "-E", "--flat", "-O", "csv", *query],
                          capture_output=True, text=True, check=True)
    return {row["account"]: paise(row["balance"]) for row in csv.DictReader(io.StringIO(done.stdout))}


@unittest.skipUnless(shutil.which("hledger"), "hledger is not installed")
class Recomputed(StageTest):
    def setUp(self):
        self.journal = self.stage.directory / "books.journal"

    def export(self, *arguments):
        return run("export", "--hledger", self.journal, "--quiet", *self.server.place, *arguments)

    def compare(self, balance, *query):
        ours = {a["account"]: a["debit_paise"] - a["credit_paise"] for a in balance["accounts"]}
        self.assertGreater(len(ours), 5)
        self.assertEqual(balances(self.journal, *query), ours)

    def test_every_account_of_every_project_and_of_each_as_it_is_and_as_it_was(self):
        markets = [Market(self.stage, "hledger-one", "HLA"), Market(self.stage, "hledger-two", "HLB")]
        for market in markets:
            market.buy(market.plots[0])
        then = markets[0].trial_balance()
        cancelled = markets[0].buy(markets[0].plots[1])["booking_id"]
        self.must(200, self.server.admin.post(f"/v1/bookings/{cancelled}/cancel",
                                              {"reason": "the buyer moves abroad"}))
        now = markets[0].trial_balance()
        self.assertNotEqual(then["accounts"], now["accounts"])

        done = self.export()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("journal entries, as of ", done.stdout)
        subprocess.run(["hledger", "-f", self.journal, "check", "--strict"], check=True)
        self.compare(now, "tag:project=^hledger-one$")
        self.compare(self.server.admin.get("/v1/finance/trial-balance").json)
        self.assertEqual(self.export("--as-of", then["position"]).returncode, 0)
        self.compare(then, "tag:project=^hledger-one$")

    def test_what_cannot_be_exported_is_said(self):
        for arguments, named in ((("--as-of", "0-999999"), "position-ahead"),
                                 (("--as-of", "soon"), "as-of-malformed"),
                                 (("--json", self.stage.directory / "x"), "export-target")):
            done = self.export(*arguments)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(named, done.stdout)
        done = run("export", "--json", self.stage.directory / "x", "--as-of", "0-1", *self.server.place)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("export-as-of", done.stdout)


@unittest.skipUnless(shutil.which("hledger"), "hledger is not installed")
class TheDemo(unittest.TestCase):
    def test_months_of_money_come_to_the_same_balances(self):
        directory = pathlib.Path(tempfile.mkdtemp(prefix="plotledger-hledger-"))
        self.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        place = ("--data", directory / "demo")
        journal = directory / "books.journal"
        for command in (("demo", "--load-only", *place),
                        ("export", "--hledger", journal, "--quiet", *place)):
            done = run(*command, timeout=300)
            self.assertEqual(done.returncode, 0, done.stdout)
        subprocess.run(["hledger", "-f", journal, "check", "--strict"], check=True)
        folded = run("replay", "--as-of", "2999-01-01T00:00:00Z", *place)
        self.assertEqual(folded.returncode, 0, folded.stdout)
        ours = collections.Counter()
        for project in json.loads(folded.stdout)["projects"]:
            for account in project["trial_balance"]["accounts"]:
                ours[account["account"]] += account["debit_paise"] - account["credit_paise"]
        self.assertGreater(len(ours), 15)
        self.assertEqual(balances(journal), dict(ours))

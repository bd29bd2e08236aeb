"""The log as anybody's tools see it: kcat reads, flatc decodes, and the chain holds. And what a stranger
writes into it does no harm."""
import hashlib
import json
import random
import shutil
import subprocess
import unittest

from support import Market, Stage, brokers, eventually, run
from support.program import ROOT

SCHEMA = ROOT / "events/ledger.fbs"
STRAY_BYTES = 1_000_000


def kcat(*words, **options):
    done = subprocess.run(["kcat", "-b", brokers().bootstrap, *map(str, words)], check=True, **options)
    return done.stdout


def messages(topic, partition):
    """(key, headers, value) of every message, in order."""
    raw = kcat("-C", "-q", "-e", "-t", topic, "-p", partition, "-o", "beginning", "-f", "%K %S %h\n%k%s",
               stdout=subprocess.PIPE)
    found, at = [], 0
    while at < len(raw):
        head, _, _ = raw[at:].partition(b"\n")
        key_size, size, headers = (head + b" ").split(b" ", 2)
        at += len(head) + 1
        key_end = at + max(0, int(key_size))
        end = key_end + max(0, int(size))
        found.append((raw[at:key_end].decode(errors="replace"), headers.strip().decode(errors="replace"),
                      raw[key_end:end]))
        at = end
    return found


def decoded(values, directory):
    """What flatc makes of raw records; None for bytes that are none."""
    shutil.rmtree(directory, ignore_errors=True)
    (directory / "out").mkdir(parents=True)
    files = []
    for number, value in enumerate(values):
        files.append(directory / f"r{number:06}.bin")
        files[-1].write_bytes(value)
    subprocess.run(["flatc", "--json", "--strict-json", "--raw-binary", "-o", directory / "out", SCHEMA, "--",
                    *files], check=True, stdout=subprocess.DEVNULL)
    return [json.loads((directory / "out" / (file.stem + ".json")).read_text()) for file in files]


class TheLogFromOutside(unittest.TestCase):
    def setUp(self):
        self.stage = Stage()
        self.addCleanup(self.stage.close)
        self.stage.start()
        self.server = self.stage.server
        self.topic = self.server.place[self.server.place.index("--log") + 1].rsplit("/", 1)[1]
        self.market = Market(self.stage, "outside", "OUT")
        self.unused = iter(self.market.plots)

    def live(self, deals=10):
        for _ in range(deals):
            hold = self.market.must_hold(next(self.unused))
            self.stage.gateway.pay(self.market.must_checkout(hold)["order_id"])
            eventually("it is booked", lambda: self.market.state(hold)["state"] == "booked")

    def test_kcat_reads_and_flatc_decodes_a_chain(self):
        self.live()
        for partition in range(2):
            found = messages(self.topic, partition)
            records = decoded([value for _, _, value in found], self.stage.directory / "decoded")
            self.assertEqual([r["sequence"] for r in records], list(range(1, len(found) + 1)))
            previous = [0] * 32
            for (key, headers, value), record in zip(found, records):
                digest = hashlib.sha256(value)
                self.assertEqual(record["previous"]["bytes"] if "previous" in record else [0] * 32, previous)
                self.assertEqual(key, f"{self.topic}/{partition}")
                kind = record["events"][0]["body_type"] if record["events"] else "NONE"
                for said in ("ce_specversion=1.0", "ce_id=" + digest.hexdigest(),
                             "ce_type=plotledger." + kind, f"ce_source=/{self.topic}/{partition}", "ce_time="):
                    self.assertIn(said, headers)
                previous = list(digest.digest())
        self.assertGreater(len(found), 30)

    def test_a_strangers_million_bytes_are_counted_and_alarmed_and_do_no_harm(self):
        self.live(2)
        dice = random.Random(7)
        pieces, left = [], STRAY_BYTES
        while left > 0:
            size = min(left, dice.choice([1, 7, 60, 600, 20_000]))
            pieces.append(dice.randbytes(size).replace(b"\x1e", b"\x1f"))
            left -= size
        producer = subprocess.Popen(["kcat", "-P", "-b", brokers().bootstrap, "-t", self.topic, "-p", "1",
                                     "-D", "\x1e"], stdin=subprocess.PIPE)
        for piece in pieces[:-1]:
            producer.stdin.write(piece + b"\x1e")
        self.live(5)  # while they come
        producer.stdin.write(pieces[-1])
        producer.stdin.close()
        self.assertEqual(producer.wait(60), 0)

        def counted():
            told = self.server.partitions()[1]
            return told["foreign"] == len(pieces) and told["lag"] == 0
        eventually("every stray message is counted", counted, 30)
        ready = self.server.visitor.get("/readyz?verbose")
        self.assertEqual(ready.status, 200)
        self.assertIn(f"{len(pieces)} messages that are no records", ready.json["warnings"][0])
        metrics = self.server.admin.get("/metrics").body.decode()
        self.assertIn(f'plotledger_foreign_records{{partition="1"}} {len(pieces)}\n', metrics)
        eventually("the log line says so", lambda: b"somebody else writes to it" in self.server.log.read_bytes())
        self.live(5)
        unknown = self.market.stage.server.visitor.get("/v1/holds/none", headers={"Hold-Token": "x"})
        self.assertEqual(unknown.status, 404)  # the read model is not waited for in vain
        done = run("verify", *self.server.place)
        self.assertEqual(done.returncode, 0, done.stdout[-500:])
        self.assertEqual(done.stdout.count("foreign"), len(pieces))


if __name__ == "__main__":
    unittest.main()

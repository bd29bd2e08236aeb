"""The house rules that a reader should be able to rely on: who includes whom, which third party stays behind
which file, how long files may be, and what may not stand in the repository at all."""
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".").resolve()
ROOMS = ("events", "writer", "projectors", "query-api", "replay", "ops")

# What a room may include of ours. The program (ops) wires everything together.
MAY_INCLUDE = {
    "events": {"events"},
    "writer": {"events", "writer"},
    "projectors": {"events", "projectors"},
    "query-api": {"events", "projectors", "query-api", "writer"},
    "replay": {"events", "projectors", "replay", "writer"},
    "ops": set(ROOMS),
}
# Of the writer, the rooms beside it see only these.
WRITERS_DOOR = {
    "query-api": re.compile(r"writer/(commands|door|command_json|money_json|gateway/(signature|webhook_json|gateway|payment_news|settled_item)|founding)\.h"),
    "replay": re.compile(r"writer/domain/\w+\.h"),
}
# Each third party, and the only files that may know it.
BEHIND = {
    r"<rocksdb/": r"events/(embedded_|rocks_)\w+\.(h|cpp)|projectors/(rocks_\w+|store\w*|read_model)\.(h|cpp)|writer/index\.cpp",
    r"<librdkafka/": r"events/kafka_\w+\.cpp",
    r"<httplib\.h>": r"query-api/server\.cpp|writer/gateway/\w+\.(h|cpp)|ops/sandbox-gateway/\w+\.(h|cpp)",
    r"<nlohmann/": r".*_json\.(h|cpp)|query-api/json_parts\.(h|cpp)|query-api/layout/\w+\.(h|cpp)|ops/.*",
    r"<sodium\.h>": r"events/(vault\w*|master_key|sodium)\.(h|cpp)|query-api/uuid\.cpp|writer/cluster/seal\.cpp|ops/[\w/-]+\.cpp",
    r"<CLI/": r"ops/plotledger/\w+\.cpp",
    r"<(cairo|pango|fontconfig)\b": r"query-api/documents/pdf\.cpp",
    r"<qrencode\.h>": r"query-api/documents/qr\.cpp",
    r"<xlsxwriter\.h>": r"query-api/documents/xlsx\.cpp",
    r"<zip\.h>": r"query-api/tables/zip_parts\.cpp",
    r"<pugixml\.hpp>": r"query-api/tables/xlsx\.cpp",
}
LONGEST_FILE = 400
# Where this checkout and its user's home lie, and lockfiles that say where a package came from.
NOT_HERE = re.compile("|".join([re.escape(f"{ROOT}/"), re.escape(f"{pathlib.Path.home()}/"), r'"resolved": "http']))


def tracked():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [pathlib.Path(n) for n in names if n and (ROOT / n).is_file()]


def sources():
    return [p for p in tracked() if p.parts[0] in ROOMS and p.suffix in (".h", ".cpp")]


class HouseRules(unittest.TestCase):
    def includes(self):
        for path in sources():
            for line in (ROOT / path).read_text().splitlines():
                if line.startswith("#include"):
                    yield path, line

    def test_rooms_include_only_what_they_may(self):
        wrong = []
        for path, line in self.includes():
            found = re.match(r'#include "([\w-]+)/', line)
            if found and found[1] in ROOMS and found[1] not in MAY_INCLUDE[path.parts[0]]:
                wrong.append(f"{path}: {line}")
        self.assertEqual(wrong, [])

    def test_only_the_writers_door_is_seen_from_beside_it(self):
        wrong = []
        for path, line in self.includes():
            rule = WRITERS_DOOR.get(path.parts[0])
            if rule and line.startswith('#include "writer/') and not rule.search(line):
                wrong.append(f"{path}: {line}")
        self.assertEqual(wrong, [])

    def test_third_parties_stay_behind_their_files(self):
        wrong = []
        for path, line in self.includes():
            for library, files in BEHIND.items():
                if re.search(library, line) and not re.fullmatch(files, str(path)):
                    wrong.append(f"{path}: {line}")
        self.assertEqual(wrong, [])

    def test_deciders_know_neither_clock_nor_log_nor_disk(self):
        banned = re.compile(r"system_clock|steady_clock|<thread>|<mutex>|<fstream>|<random>|std::rand|printf|iostream|Clock\b")
        wrong = [f"{p}:{n}" for p in sources() if str(p).startswith("writer/domain/")
                 for n, line in enumerate((ROOT / p).read_text().splitlines(), 1) if banned.search(line)]
        self.assertEqual(wrong, [])

    def test_no_file_is_longer_than_an_idea(self):
        long = [f"{p}: {n}" for p in tracked() if p.suffix in (".h", ".cpp", ".ts", ".tsx", ".py", ".mjs")
                for n in [len((ROOT / p).read_text().splitlines())] if n > LONGEST_FILE]
        self.assertEqual(long, [])

    def test_money_is_never_a_float(self):
        near = re.compile(r"(double|float)[^;]*(paise|amount|price|money|balance)|(paise|amount|price|money|balance)[^;]*\b(double|float)\b")
        wrong = [f"{p}:{n}" for p in sources()
                 for n, line in enumerate((ROOT / p).read_text().splitlines(), 1)
                 if near.search(line.split("//")[0])]
        self.assertEqual(wrong, [])

    def test_no_path_of_a_machine_and_no_registrys_host(self):
        here = pathlib.Path(__file__).resolve().relative_to(ROOT)
        wrong = []
        for path in tracked():
            if path.suffix in (".geojson", ".bin", ".png", ".pdf") or path == here:
                continue
            try:
                text = (ROOT / path).read_text()
            except UnicodeDecodeError:
                continue
            wrong += [f"{path}:{n}" for n, line in enumerate(text.splitlines(), 1) if NOT_HERE.search(line)]
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

"""Runs tests that mostly wait at once, each name in a process of its own:
python3 -m support.side_by_side time_test.HoldsEndByThemselves time_test.MoneyThatComesAtAnyTime"""
import subprocess
import sys

UNITTEST = [sys.executable, "-W", "error::ResourceWarning", "-m", "unittest", "-v"]


def main(names):
    running = [subprocess.Popen([*UNITTEST, name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True) for name in names]
    for one in running:
        print(one.communicate()[0], flush=True)
    return any(one.returncode for one in running)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Runs a command with a real server behind it: a fresh ledger, the sandbox gateway, one project of 60 plots with
prices. The command finds them by PLOTLEDGER_URL and PLOTLEDGER_PROJECT, and acts as finance with PLOTLEDGER_KEY."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "system"))
from support.market import Market  # noqa: E402
from support.stage import Stage  # noqa: E402

PROJECT = "street-view"


def main():
    stage = Stage()
    try:
        stage.start()
        Market(stage, PROJECT, "STV")
        where = {"PLOTLEDGER_URL": f"http://127.0.0.1:{stage.server.port}", "PLOTLEDGER_PROJECT": PROJECT,
                 "PLOTLEDGER_KEY": (stage.server.data / "admin.key").read_text().strip()}
        return subprocess.run(sys.argv[1:], env={**os.environ, **where}).returncode
    finally:
        stage.close()


if __name__ == "__main__":
    sys.exit(main())

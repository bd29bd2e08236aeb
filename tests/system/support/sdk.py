"""The gateway's official Python SDK, in an environment of its own under build/."""
import importlib
import pathlib
import subprocess
import sys
import unittest

from .program import ROOT

REQUIREMENTS = pathlib.Path(__file__).resolve().parents[1] / "sdk_requirements.txt"
PLACE = ROOT / "build/venvs/razorpay"


def _install():
    """Made anew when the pinned versions change; a half-made one is not taken for whole."""
    stamp = PLACE / "installed.txt"
    if stamp.exists() and stamp.read_text() == REQUIREMENTS.read_text():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=True, capture_output=True)
    subprocess.run([PLACE / "bin/pip", "install", "--quiet", "--disable-pip-version-check",
                    "--requirement", REQUIREMENTS], check=True, capture_output=True, timeout=300)
    stamp.write_text(REQUIREMENTS.read_text())


def razorpay():
    """The SDK's module. Where it cannot be had, the tests that want it are skipped."""
    try:
        _install()
    except (OSError, subprocess.SubprocessError) as why:
        raise unittest.SkipTest(f"the razorpay SDK cannot be installed: {why}") from why
    sys.path.append(str(next((PLACE / "lib").glob("python3*/site-packages"))))
    return importlib.import_module("razorpay")

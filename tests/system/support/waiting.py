"""Waiting for something to become so, with a deadline and a reason."""
import time


def eventually(what, probe, seconds=20, pause_s=0.02):
    """Asks `probe` until what it returns is true, and returns that. AssertionError at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what} (last: {found!r})")
        time.sleep(pause_s)

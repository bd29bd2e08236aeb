"""Directories of a test."""
import os
import shutil


def clear_up(directory):
    """Removes it, unless PLOTLEDGER_KEEP asks to keep what a test leaves."""
    if "PLOTLEDGER_KEEP" in os.environ:
        print(f"kept: {directory}")
    else:
        shutil.rmtree(directory, ignore_errors=True)

"""Moments as the interface writes them."""
import datetime


def moment(text):
    """RFC 3339 → seconds since the epoch."""
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()

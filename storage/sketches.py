"""Sketches: how many different people, without a word of who - a few bits set by a keyed hash, counted linearly.

One person always sets the same bit of a sketch, however often they come; so neither order nor repeats nor the way
batches are cut make a difference. n people leave a share v of m bits empty, and n is about -m ln v (Whang,
Vander-Zanden, Taylor: A linear-time probabilistic counting algorithm for database applications,
https://doi.org/10.1145/78922.78925). Many people share a bit, so a bit is nobody's; and without the key, which no
backup holds in clear, it says nothing at all.
"""

import hmac
from math import log

SLOTS = 62
"""Bits of a sketch: they fit into one number of the database."""
MOST = 256
"""More people than that a sketch can't tell apart."""


def bit(key: bytes, *parts: str) -> int:
    """The bit of somebody for something; what must not be linked belongs into different parts."""
    hashed = hmac.digest(key, "\0".join(parts).encode("utf-8", "replace"), "sha256")
    return 1 << int.from_bytes(hashed[:8], "big") % SLOTS


def shard(key: bytes, shards: int, *parts: str) -> int:
    """Into which of several sketches somebody falls, where one isn't enough for all."""
    hashed = hmac.digest(key, "\0".join(parts).encode("utf-8", "replace"), "sha256")
    return int.from_bytes(hashed[8:16], "big") % shards


def least(sketch: int) -> int:
    """So many different people it were at least."""
    return sketch.bit_count()


def people(sketch: int) -> int:
    """About so many different people it were; exact for a handful, and never fewer than the bits."""
    empty = SLOTS - sketch.bit_count()
    return MOST if empty <= 0 else round(-SLOTS * log(empty / SLOTS))

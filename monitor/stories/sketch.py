"""Which stories may hold the same text? Found by a few numbers, without reading them all.

MinHash: of many hash functions each text keeps the least value over its shingles; two texts agree
in as many of these as they share shingles (Jaccard). Cut into bands of two, one band that agrees
makes a candidate: with 128 bands a text that shares a fifth of its shingles is found in 99 of 100
cases, and a stranger hardly ever. Syndicated copies are cut and padded, so that few shared shingles
must do; what is no copy, `compare` tells. Leskovec et al., "Mining of Massive Datasets", ch. 3.
"""

import hashlib
import struct
from collections.abc import Sequence

from rensa import RMinHash

from monitor.stories.shingles import Shingles

BANDS = 128
ROWS = 2
_SEED = 1


def bands_of(shingles: Shingles) -> tuple[int, ...]:
    """Keys, signed 64-bit; two texts of which any is the same may be one. Stable across versions
    of the monitor and processes: they are stored."""
    if not shingles.runs:
        return ()
    if shingles.are_few:
        return (_key(" ".join(shingles.words).encode()),)
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update(sorted(shingles.runs))
    digest = sketch.digest()
    return tuple(
        _key(struct.pack(f"<H{ROWS}I", band, *rows)) for band, rows in enumerate(_cut(digest))
    )


def _cut(digest: Sequence[int]) -> list[Sequence[int]]:
    return [digest[start : start + ROWS] for start in range(0, len(digest), ROWS)]


def _key(packed: bytes) -> int:
    digest = hashlib.blake2b(packed, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)

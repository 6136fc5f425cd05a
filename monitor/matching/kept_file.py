"""Named arrays in a file, under a key: read back as they were written, or not at all.

    digest of key and rest | key | length of the table | the table, as JSON | arrays

Nothing in such a file is run, and nothing is looked at before its digest shows that it is whole.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from monitor.matching.arrays import Array

KEY = 32
"""Bytes of a key, and of a digest."""
_NUMBER = 8
"""Bytes of a number."""
_ALIGNED = 64
"""Bytes. Arrays begin at multiples of it, counted from the length of the table."""
_OTHERS_MAY_WRITE = 0o022


def read_arrays(file: Path, key: bytes) -> dict[str, Array] | None:
    """What the file holds under this key; None where it is of another, or not as it was written."""
    try:
        with file.open("rb") as stream:
            status = os.fstat(stream.fileno())
            digest, its_key = stream.read(KEY), stream.read(KEY)
            if its_key != key:
                return None
            content = np.empty(max(0, status.st_size - 2 * KEY), np.uint8)
            is_whole = stream.readinto(content.data) == len(content)
    except OSError:
        return None
    if status.st_uid != os.geteuid() or status.st_mode & _OTHERS_MAY_WRITE:
        _log().warning("compiled watchlist is not ours alone; compiling anew", file=str(file))
        return None
    if not is_whole or _digest(key, [content.data]) != digest:
        _log().warning("compiled watchlist is damaged; compiling anew", file=str(file))
        return None
    return dict(_told_apart(content))


def write_arrays(file: Path, key: bytes, arrays: Mapping[str, Array]) -> None:
    """Put them into the file, all at once and for nobody else to read. Where the file cannot be
    written, that is told, and there is none."""
    parts = list(_parts(arrays))
    scratch = None
    try:
        number, scratch = tempfile.mkstemp(prefix=f"{file.name}-", dir=file.parent)
        with os.fdopen(number, "wb") as stream:
            stream.writelines([_digest(key, parts), key, *parts])
        Path(scratch).replace(file)
    except OSError as error:
        _log().info("compiled watchlist not kept", file=str(file), because=error.strerror)
        if scratch:
            with suppress(OSError):
                Path(scratch).unlink()


def _log() -> Any:
    import structlog  # takes longer than to read a short list, and is hardly ever needed

    return structlog.get_logger()


def _digest(key: bytes, parts: list[memoryview]) -> bytes:
    digest = blake2b(key=key, digest_size=KEY)
    for part in parts:
        digest.update(part)
    return digest.digest()


def _parts(arrays: Mapping[str, Array]) -> Iterator[memoryview]:
    """The table of the arrays, and the arrays as it tells."""
    rows = []
    begin = 0
    for name, array in arrays.items():
        rows.append((name, array.dtype.str, array.shape, begin))
        begin += array.nbytes + _gap(array.nbytes)
    table = json.dumps(rows).encode()
    yield memoryview(len(table).to_bytes(_NUMBER, "little") + table)
    yield memoryview(bytes(_gap(_NUMBER + len(table))))
    for array in arrays.values():
        yield np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        yield memoryview(bytes(_gap(array.nbytes)))


def _told_apart(content: Array) -> Iterator[tuple[str, Array]]:
    length = int.from_bytes(content[:_NUMBER].tobytes(), "little")
    table = content[_NUMBER : _NUMBER + length].tobytes()
    first = _NUMBER + length + _gap(_NUMBER + length)
    for name, kind, shape, begin in json.loads(table):
        count = int(np.prod(shape, dtype=np.int64))
        found = np.frombuffer(content, np.dtype(kind), count, first + begin)
        yield name, found.reshape(shape)


def _gap(size: int) -> int:
    """Bytes from an end to where the next array begins."""
    return -size % _ALIGNED

"""Texts that take little room: written by a dictionary of what texts of this archive share.

Only on SQLite, whose connections learn two functions of SQL for it; PostgreSQL has its own way. Who
reads or writes a column of this type sees plain text.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BindParameter, ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from monitor.storage.dialects import Words

if TYPE_CHECKING:
    from backports import zstd

LARGEST = 256 * 1024
"""Bytes of a dictionary: with half as many, texts are a twentieth longer."""
SHARE = 16
"""So many times its own length are the texts that a dictionary is made of."""
LEVEL = 3
"""Of zstd: twice as high, and texts are a fifteenth shorter and take three times as long."""
SHORTEST = 100
"""Letters; shorter texts stay as they are."""

_NEWEST = "SELECT id FROM text_dictionary ORDER BY made_at DESC LIMIT 1"
_BODY = "SELECT body FROM text_dictionary WHERE id = ?"


class Prose(Words):
    """A text of many sentences, which SQLite keeps packed.

    A question gets it back as a whole: what SQL itself would do with it sees what is kept.
    """

    cache_ok = True

    def bind_expression(self, bindvalue: BindParameter[str]) -> ColumnElement[str]:
        return _Packed(bindvalue)

    def column_expression(self, column: ColumnElement[str]) -> ColumnElement[str]:
        return _Unpacked(column)


class _Packed(FunctionElement[str]):
    name = "packed"
    type = Text()
    inherit_cache = True


class _Unpacked(FunctionElement[str]):
    name = "unpacked"
    type = Text()
    inherit_cache = True


@compiles(_Packed)
@compiles(_Unpacked)
def _as_it_is(element: FunctionElement[str], compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_Packed, "sqlite")
@compiles(_Unpacked, "sqlite")
def _by_function(element: FunctionElement[str], compiler: SQLCompiler, **options: Any) -> str:
    return f"{element.name}({compiler.process(element.clauses, **options)})"


def teach(connection: sqlite3.Connection) -> None:
    """Let the connection pack and unpack texts."""
    packer = _Packer(connection)
    connection.create_function("packed", 1, packer.packed)
    connection.create_function("unpacked", 1, packer.unpacked, deterministic=True)


def train(texts: Sequence[str]) -> "Dictionary | None":
    """What the texts have in common; None where that is too little to be of use."""
    from backports import zstd

    samples = [text.encode() for text in texts]
    size = min(sum(map(len, samples)) // SHARE, LARGEST)
    try:
        made = zstd.train_dict(samples, size)
    except (ValueError, zstd.ZstdError):
        return None
    return Dictionary(made.dict_id, made.dict_content)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What texts are packed by. Each packed text begins with the number of its dictionary."""

    id: int
    body: bytes = field(repr=False)


class _Packer:
    """Packs and unpacks the texts of one connection, which asks for the dictionaries it needs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._dictionary = cache(self._read_dictionary)
        self._pack = cache(self._packing_by)

    def packed(self, text: str | None) -> str | bytes | None:
        """By the newest dictionary; the text itself while there is none, or where it is no use."""
        if text is None or len(text) < SHORTEST:
            return text
        newest = self._connection.execute(_NEWEST).fetchone()
        if newest is None:
            return text
        plain = text.encode()
        body = self._pack(newest[0])(plain)
        return body if len(body) < len(plain) else text

    def unpacked(self, kept: str | bytes | None) -> str | None:
        if not isinstance(kept, bytes):
            return kept
        from backports import zstd

        number = zstd.get_frame_info(kept).dictionary_id
        return zstd.decompress(kept, zstd_dict=self._dictionary(number)).decode()

    def _packing_by(self, number: int) -> Callable[[bytes], bytes]:
        from backports import zstd

        compressor = zstd.ZstdCompressor(level=LEVEL, zstd_dict=self._dictionary(number))
        return partial(compressor.compress, mode=compressor.FLUSH_FRAME)

    def _read_dictionary(self, number: int) -> "zstd.ZstdDict":
        from backports import zstd

        found = self._connection.execute(_BODY, (number,)).fetchone()
        return zstd.ZstdDict(cast("bytes", found[0]))

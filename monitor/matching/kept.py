"""The compiled form of a watchlist, kept in a file, so that a start does not compile it again.

A file is of one list and of one program: for any other list, after any change of the program, or
where a byte of it is not as it was written, it is nothing, and is written anew.
"""

import platform
import sys
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np

from monitor.matching.arrays import grown, leaves
from monitor.matching.kept_file import KEY, read_arrays, write_arrays
from monitor.matching.matcher import CompiledList, Matcher
from monitor.model import Watch, Watchlist

FILE = "compiled-watchlist"
"""Its name in the folder; it has some 1 MB, of 40,000 names some 110."""


def matcher_of(watchlist: Watchlist, folder: Path) -> Matcher:
    """The matcher of a watchlist: by its compiled form, where the folder has it. If it has not, the
    form is put there, where there is such a folder."""
    file, key = folder / FILE, key_of(watchlist)
    if arrays := read_arrays(file, key):
        return Matcher(watchlist, compiled=grown(CompiledList, arrays))
    matcher = Matcher(watchlist)
    if folder.is_dir():
        write_arrays(file, key, dict(leaves(matcher.compiled())))
    return matcher


def key_of(watchlist: Watchlist) -> bytes:
    """A digest of what a compiled form depends on: the list, as far as names are found by it, and
    the program."""
    digest = blake2b(_program(), digest_size=KEY)
    for part in (watchlist.threshold, watchlist.builtin_decoys, watchlist.decoys):
        digest.update(repr(part).encode())
    for watch in watchlist.watches:
        digest.update(repr(_compiled_of(watch)).encode())
    return digest.digest()


def _compiled_of(watch: Watch) -> tuple[Any, ...]:
    forms = [(form.text, form.kind, form.match, bool(form.near)) for form in watch.forms]
    return watch.id, forms, watch.unless, watch.generic_words, bool(watch.near), watch.threshold


@cache
def _program() -> bytes:
    """A digest of the matcher's own files, and of what else decides what it makes of a list."""
    about = (platform.python_version(), np.__version__, sys.byteorder)
    digest = blake2b(repr(about).encode(), digest_size=KEY)
    _add(digest, files("monitor.matching"))
    return digest.digest()


def _add(digest: blake2b, folder: Traversable) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_file():
            digest.update(entry.name.encode())
            digest.update(entry.read_bytes())
        elif entry.name != "__pycache__":
            _add(digest, entry)

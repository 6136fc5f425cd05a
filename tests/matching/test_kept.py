"""A list that was compiled once is not compiled again, and judges the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from monitor.matching import Matcher
from monitor.matching.arrays import grown, leaves
from monitor.matching.kept import FILE, key_of, matcher_of
from monitor.matching.kept_file import KEY, read_arrays, write_arrays
from monitor.matching.matcher import CompiledList
from monitor.model import Context, Form, Passage, Watchlist
from tests.quality.passages import NAMED, TRAPS, WATCHLIST

KEY_A, KEY_B = bytes(KEY), b"b" * KEY
ARRAYS = {
    "numbers": np.arange(5, dtype=np.uint64),
    "flags": np.array([True, False]),
    "none": np.zeros((0, 3), np.float32),
    "one": np.asarray(np.uint64(7)),
}


def kept(folder: Path) -> Matcher:
    return matcher_of(WATCHLIST, folder)


def test_a_list_that_was_kept_judges_as_when_it_was_compiled(tmp_path: Path) -> None:
    compiled = kept(tmp_path)
    written = (tmp_path / FILE).stat().st_mtime_ns

    again = kept(tmp_path)

    assert (tmp_path / FILE).stat().st_mtime_ns == written
    for text in (one.text for one in (*NAMED, *TRAPS)):
        assert again.judge(Passage(text)) == compiled.judge(Passage(text))


def test_only_its_owner_can_read_what_is_kept(tmp_path: Path) -> None:
    kept(tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_written_anew(tmp_path: Path) -> None:
    file, key = tmp_path / FILE, key_of(WATCHLIST)
    file.write_bytes(key * 3)

    kept(tmp_path)

    assert read_arrays(file, key) is not None


def test_a_list_is_compiled_where_nothing_can_be_kept(tmp_path: Path) -> None:
    matcher = kept(tmp_path / "nowhere")

    assert matcher.judge(Passage("Asaib Ahl al-Haq came.")).matches
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "edited",
    [
        replace(WATCHLIST, threshold=80.0),
        replace(WATCHLIST, builtin_decoys=False),
        replace(WATCHLIST, decoys=("Naim Qasim",)),
        replace(WATCHLIST, watches=WATCHLIST.watches[1:]),
        replace(WATCHLIST, watches=WATCHLIST.watches[::-1]),
        *(
            replace(WATCHLIST, watches=(altered, *WATCHLIST.watches[1:]))
            for first in WATCHLIST.watches[:1]
            for altered in (
                replace(first, id="another"),
                replace(first, threshold=99.0),
                replace(first, generic_words=not first.generic_words),
                replace(first, unless=("some longer name",)),
                replace(first, near=None if first.near else Context(("Baghdad",))),
                replace(first, forms=(*first.forms, Form("Xerxes", "alias"))),
                replace(first, forms=(replace(first.forms[0], match="exact"), *first.forms[1:])),
            )
        ),
    ],
)
def test_what_names_are_found_by_makes_another_list(edited: Watchlist) -> None:
    assert key_of(edited) != key_of(WATCHLIST)


def test_what_names_are_not_found_by_makes_no_other_list() -> None:
    first, *others = WATCHLIST.watches
    noted = replace(first, note="see memo 12", expires=date(2030, 1, 1), languages=frozenset("en"))

    assert key_of(replace(WATCHLIST, watches=(noted, *others))) == key_of(WATCHLIST)


def test_a_compiled_list_is_all_arrays() -> None:
    compiled = Matcher(WATCHLIST).compiled()

    again = grown(CompiledList, dict(leaves(compiled)))

    for (name, one), (its_name, other) in zip(leaves(compiled), leaves(again), strict=True):
        assert name == its_name
        assert np.array_equal(one, other)


def test_arrays_come_back_as_they_were_written(tmp_path: Path) -> None:
    write_arrays(tmp_path / FILE, KEY_A, ARRAYS)
    found = read_arrays(tmp_path / FILE, KEY_A)

    assert found is not None
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert np.array_equal(found[name], array)


def test_arrays_of_another_key_are_replaced(tmp_path: Path) -> None:
    write_arrays(tmp_path / FILE, KEY_A, ARRAYS)
    write_arrays(tmp_path / FILE, KEY_B, {"one": np.arange(1)})

    assert read_arrays(tmp_path / FILE, KEY_A) is None
    assert set(read_arrays(tmp_path / FILE, KEY_B) or ()) == {"one"}


def test_no_byte_of_the_file_changes_unnoticed(tmp_path: Path) -> None:
    file = tmp_path / FILE
    write_arrays(file, KEY_A, ARRAYS)
    body = file.read_bytes()

    for place in range(0, len(body), 5):
        damaged = bytearray(body)
        damaged[place] ^= 1
        file.write_bytes(damaged)
        assert read_arrays(file, KEY_A) is None, place


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[: KEY + 1]),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(file.read_bytes() + b"\0"),
        lambda file: file.chmod(0o622),
        lambda file: (file.unlink(), file.mkdir()),
        lambda file: (file.unlink(), file.symlink_to(file)),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_none(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    file = tmp_path / FILE
    write_arrays(file, KEY_A, ARRAYS)
    spoil(file)

    assert read_arrays(file, KEY_A) is None


def test_a_file_that_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()

    write_arrays(tmp_path / FILE, KEY_A, ARRAYS)

    assert [file.name for file in tmp_path.iterdir()] == [FILE]

"""An edit of a long watchlist is judged by at once, as if all of it were compiled anew."""

import itertools
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.matching import Matcher
from monitor.matching.chance import CROWD
from monitor.model import Form, Passage, Watchlist
from tests.matching.builders import KATAIB, SULEIMANI, matcher, mentions, watch
from tests.quality.passages import NAMED, TRAPS, WATCHLIST

pytestmark = pytest.mark.xdist_group("edits")  # what they share is made once

SYLLABLES = ("ba", "dal", "kor", "min", "tes", "vol", "zan", "rud", "gel", "nov", "qui", "sha")
WORDS = ["".join(three).capitalize() for three in itertools.product(SYLLABLES, repeat=3)]
MANY = tuple(watch(f"{word}lek {word}rin {word}tos") for word in WORDS[:1_350])
FRACTION = 0.2
TRIES = 3
"""What else the machine does may disturb one of them, and hardly all."""


@pytest.fixture(scope="module")
def long() -> Watchlist:
    return replace(WATCHLIST, watches=(*WATCHLIST.watches, *MANY))


@pytest.fixture(scope="module")
def compiling(long: Watchlist) -> tuple[Matcher, float]:
    return timed(lambda: Matcher(long))


@pytest.fixture(scope="module")
def compiled(compiling: tuple[Matcher, float]) -> Matcher:
    return compiling[0]


def timed(make: Callable[[], Matcher]) -> tuple[Matcher, float]:
    """The matcher, and the seconds of processor time that it takes to make."""
    started = time.process_time()
    return make(), time.process_time() - started


@pytest.fixture(scope="module")
def edited(long: Watchlist) -> Watchlist:
    """Some of all that can be edited: gone, altered, added, decoys, thresholds."""
    altered, other, *rest = long.watches[1:]
    alias = Form("Xerxes Quillfeather", "alias")
    return replace(
        long,
        watches=(
            *rest,
            replace(altered, forms=(*altered.forms, alias)),
            replace(other, threshold=97.0),
            watch("Naim Qassem"),  # switches a decoy of the starter pack off, if there is one
            watch("Corder Brannigan", acronyms=("CBX",)),
        ),
        decoys=(*long.decoys, "Xerxes Quillfeather of Ohio"),
    )


def passages(long: Watchlist) -> list[Passage]:
    said = (
        "Xerxes Quillfeather met Corder Branigan; Brannigan left. CBX said nothing.",
        "Xerxes Quillfeather of Ohio is another one, and so is Naim Qasim.",
        *(f"Reports named {one.name} on Monday." for one in long.watches[:40]),
    )
    return [*(Passage(one.text) for one in (*NAMED, *TRAPS)), *map(Passage, said)]


def test_an_edited_list_judges_as_one_that_is_compiled_anew(
    long: Watchlist, compiled: Matcher, edited: Watchlist
) -> None:
    patched, anew = compiled.patched(edited), Matcher(edited)

    assert patched is not None
    for passage in passages(long):
        assert patched.judge(passage) == anew.judge(passage)


def test_an_edit_that_leaves_the_names_judges_as_one_that_is_compiled_anew() -> None:
    before = Matcher(WATCHLIST)
    watches = tuple(replace(one, threshold=76.0) for one in WATCHLIST.watches)
    edited = replace(WATCHLIST, watches=watches)
    said = [Passage(one.text) for one in (*NAMED, *TRAPS)]

    met = [before.judge(passage) for passage in said]

    assert list(before.changed(edited).judge_all(said)) == list(Matcher(edited).judge_all(said))
    assert [before.judge(passage) for passage in said] == met


def test_with_the_starter_pack_go_its_other_meanings_of_names(
    long: Watchlist, compiled: Matcher
) -> None:
    said = "The PMF said so; the probability of that is small, says a PDF."
    without = compiled.changed(replace(long, builtin_decoys=False))

    assert not mentions(compiled.judge(Passage(said)))
    assert mentions(without.judge(Passage(said)))
    assert not mentions(without.changed(long).judge(Passage(said)))


def test_an_edit_taken_back_leaves_nothing_behind(
    long: Watchlist, compiled: Matcher, edited: Watchlist
) -> None:
    back = compiled.changed(edited).changed(long)

    for passage in passages(long):
        assert back.judge(passage) == compiled.judge(passage)


def test_a_list_that_was_not_compiled_again_takes_edits(
    long: Watchlist, compiled: Matcher, edited: Watchlist
) -> None:
    kept = Matcher(long, compiled=compiled.compiled())

    for passage in passages(long)[-10:]:
        assert kept.changed(edited).judge(passage) == compiled.changed(edited).judge(passage)


def test_an_edit_leaves_the_matcher_before_it_as_it_was(
    compiled: Matcher, edited: Watchlist
) -> None:
    passage = Passage("Corder Brannigan came.")

    assert mentions(compiled.changed(edited).judge(passage))
    assert not mentions(compiled.judge(passage))


def test_an_edit_of_a_long_list_costs_a_fraction_of_compiling_it(
    long: Watchlist, compiling: tuple[Matcher, float]
) -> None:
    compiled, whole = compiling
    more = replace(long, watches=(*long.watches, watch("Corder Brannigan")))

    patching = min(timed(lambda: compiled.changed(more))[1] for _ in range(TRIES))

    assert patching < FRACTION * whole


def test_a_list_that_may_go_by_other_rules_after_an_edit_is_compiled_anew() -> None:
    some = Matcher(Watchlist(MANY[:350], builtin_decoys=False))
    few = (CROWD - some.size) // 20
    more, many = MANY[: 350 + few], MANY[:650]

    assert some.patched(Watchlist(more, builtin_decoys=False)) is not None
    assert some.patched(Watchlist(many, builtin_decoys=False)) is None
    assert some.changed(Watchlist(many, builtin_decoys=False)).size >= CROWD


def test_a_short_list_is_compiled_anew() -> None:
    edited = Watchlist((watch(KATAIB),), builtin_decoys=False)
    other = matcher(SULEIMANI).changed(edited)

    assert matcher(SULEIMANI).patched(edited) is None
    assert [m.surface for m in mentions(other.judge(Passage(f"{KATAIB} and {SULEIMANI}")))] == [
        KATAIB
    ]

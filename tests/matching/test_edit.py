"""An edit is compared over those texts alone that it may change; a recount of all says the same."""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from monitor.matching import Matcher
from monitor.matching.edit import Compared, Edit
from monitor.matching.imprints import imprints_of
from monitor.model import Context, Form, Passage, Severity, Watch, Watchlist

BACKGROUND = Path(__file__).parents[3] / "shared" / "data" / "background.jsonl.gz"

SPELLINGS = (
    "Qassem Suleimani", "Ghasem Soleymani", "QASEM SOLEIMANI", "#QassemSoleimani", "قاسم سليماني",
    "Касем Сулеймани", "Suleimani, Qassem", "Qassem Sulei-\nmani", "qassem suleimani",
    "Kata'ib Hezbollah", "Kataeb Hizbullah", "كتائب حزب الله", "Hezbollah Brigades", "Hezbollah",
    "Quds Force", "Quds force", "quds force", "فيلق القدس", "Quds Brigades", "AAH", "(AAH)", "aah",
    "Asaib Ahl al-Haq", "عصائب أهل الحق", "Асаиб Ахль аль-Хакк", "Vladimir Makei",
    "Uladzimir Makei", "boko haram", "Boko Haram", "Abd al-Malik", "Abdulmalik", "Bashar al-Assad",
    "Башаром Асадом", "Green Zone", "green zone", "al-Shabaab", "Sabah", "الشباب", "l'Iran",
    "Fakhri-Zadeh", "Houthis",
)  # fmt: skip
FRAMES = (
    "On Monday {one} met ministers in Baghdad, while {two} denied that any talks had taken place.",
    "{one} وقالت مصادر إن {two}",
    "the town council said {one} and {two} were not on its list of guests for the autumn fair",
    "{one}",
    "Residents of Rivertown counted {two} votes more than in spring, said Ms Weaver of {one}.",
)
NAMES = (
    "Qassem Suleimani", "Kata'ib Hezbollah", "Quds Force", "Asaib Ahl al-Haq", "Uladzimir Makei",
    "Boko Haram", "Abd al-Malik", "Bashar al-Assad", "al-Shabaab", "Mohsen Fakhrizadeh",
    "Hezbollah", "Houthi",
)  # fmt: skip


def watch(name: str, *aliases: str, acronyms: Sequence[str] = (), **fields: object) -> Watch:
    forms = [Form(name, "name"), *(Form(alias, "alias") for alias in aliases)]
    forms += [Form(acronym, "acronym") for acronym in acronyms]
    return Watch(name.casefold(), name, tuple(forms), **fields)  # type: ignore[arg-type]


ALL = Watchlist(tuple(watch(name) for name in NAMES), decoys=("Quds Brigades",))


def passages() -> list[Passage]:
    chosen = random.Random(5)
    return [
        Passage(frame.format(one=one, two=chosen.choice(SPELLINGS)), title=chosen.choice(SPELLINGS))
        for one, frame in product(SPELLINGS, FRAMES)
    ]


def compared(edit: Edit, texts: Sequence[Passage]) -> list[Compared | None]:
    """What the edit makes of each text; None where it was not read, or holds nothing."""
    may = edit.may_differ(imprints_of(texts))
    both = iter(edit.compare([text for text, is_read in zip(texts, may, strict=True) if is_read]))
    return [next(both) if is_read else None for is_read in may]


def insist_on_recount(before: Watchlist, after: Watchlist, texts: Sequence[Passage]) -> int:
    """That both lists judge each text as the comparison says. How many were passed over."""
    edit = Edit(before, after)
    recount = zip(Matcher(before).judge_all(texts), Matcher(after).judge_all(texts), strict=True)
    passed_over = 0
    for text, found, (was, becomes) in zip(texts, compared(edit, texts), recount, strict=True):
        if found:
            assert (found.before, found.after) == (was, becomes), text
            continue
        passed_over += 1
        assert was == becomes, text
        assert edit.watch_ids.isdisjoint(match.watch_id for match in becomes.matches), text
    return passed_over


def without(name: str) -> Watchlist:
    return replace(ALL, watches=tuple(one for one in ALL.watches if one.name != name))


def changed(name: str, **fields: object) -> Watchlist:
    watches = (replace(one, **fields) if one.name == name else one for one in ALL.watches)  # type: ignore[arg-type]
    return replace(ALL, watches=tuple(watches))


@pytest.mark.parametrize("name", ["Quds Force", "Uladzimir Makei", "Hezbollah", "Houthi"])
def test_a_name_that_comes_or_goes_is_told_as_a_recount_tells_it(name: str) -> None:
    texts = passages()

    assert insist_on_recount(without(name), ALL, texts) > len(texts) / 4


@pytest.mark.parametrize(
    "after",
    [
        changed("Quds Force", threshold=70.0, generic_words=False),
        changed("Hezbollah", near=Context(("Baghdad",), 10), unless=("Hezbollah Brigades",)),
        changed("Asaib Ahl al-Haq", forms=watch("Asaib Ahl al-Haq", acronyms=["AAH"]).forms),
        changed("Abd al-Malik", forms=(Form("Abd al-Malik", "name", match="exact"),)),
        replace(ALL, threshold=80.0, decoys=("Sabah",), builtin_decoys=False),
        without("Qassem Suleimani"),
    ],
)
def test_any_edit_is_told_as_a_recount_tells_it(after: Watchlist) -> None:
    insist_on_recount(ALL, after, passages())


def off(word: str) -> Iterator[str]:
    """The word with one consonant more, one less, or another in its place."""
    for place in (at for at, letter in enumerate(word) if letter not in "aeiou"):
        for letter in ("", "n", word[place] + "an"):
            yield word[:place] + letter + word[place + 1 :]


@pytest.mark.parametrize("name", ["Makris Turenko", "Makrisov Turenkov"])
def test_a_name_of_which_both_words_are_a_consonant_off_is_told_as_well(name: str) -> None:
    first, last = name.split()
    spellings = product([first, *off(first)], [last, *off(last)])
    texts = [
        Passage(f"It was said that {one.title()} {two.title()} came.") for one, two in spellings
    ]

    insist_on_recount(ALL, replace(ALL, watches=(*ALL.watches, watch(name, threshold=60.0))), texts)


def test_what_only_alerts_go_by_changes_no_text() -> None:
    edit = Edit(ALL, changed("Quds Force", severity=Severity.HIGH, note="of Iran", channel="#iran"))

    assert not edit.watch_ids
    assert not any(edit.may_differ(imprints_of(passages())))


def test_a_regular_expression_has_every_text_read_and_says_so() -> None:
    pattern = (Form("Quds Force", "name"), Form("Q.ds", "alias", match="regex"))
    edit = Edit(ALL, changed("Quds Force", forms=pattern))

    assert "regular expression" in edit.reads_all
    assert all(edit.may_differ(imprints_of(passages())))
    insist_on_recount(ALL, changed("Quds Force", forms=pattern), passages())


def test_imprints_are_the_same_one_by_one_and_together() -> None:
    texts = [*passages(), Passage(""), Passage("", title="Only a headline")]

    assert imprints_of(texts) == [imprints_of([text])[0] for text in texts]


@pytest.mark.nightly
@pytest.mark.skipif(not BACKGROUND.exists(), reason=f"no real texts at {BACKGROUND}")
@pytest.mark.parametrize("name", ["Qassem Suleimani", "Quds Force", "Hezbollah", "al-Shabaab"])
def test_over_real_news_too(name: str) -> None:
    with gzip.open(BACKGROUND, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [Passage(row["text"], row.get("title") or "", row["lang"]) for row in rows[::3]]

    insist_on_recount(without(name), ALL, texts)
    insist_on_recount(ALL, changed(name, threshold=75.0), texts)

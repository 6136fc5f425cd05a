"""What somebody types into a search, and what it means."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UsageError
from monitor.model import Either, Every, Phrase
from monitor.search.query import DEEPEST, parse

QUDS, FORCE, IRAQ = Phrase(("quds",)), Phrase(("force",)), Phrase(("iraq",))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Quds", QUDS),
        ("quds force", Every((QUDS, FORCE))),
        ("quds AND force", Every((QUDS, FORCE))),
        ('"quds force"', Phrase(("quds", "force"))),
        ("quds-force", Phrase(("quds", "force"))),
        ("sulei*", Phrase(("sulei",), goes_on=True)),
        ('"quds for*"', Phrase(("quds", "for"), goes_on=True)),
        ("quds -iraq", Every((QUDS,), (IRAQ,))),
        ('quds -"the force"', Every((QUDS,), (Phrase(("the", "force")),))),
        ("quds OR force iraq", Either((QUDS, Every((FORCE, IRAQ))))),
        ("(quds OR force) iraq", Every((Either((QUDS, FORCE)), IRAQ))),
        ("quds -(force OR iraq)", Every((QUDS,), (Either((FORCE, IRAQ)),))),
        ("quds – force", Every((QUDS, FORCE))),
    ],
)
def test_a_query_means_what_it_says(typed: str, meant: object) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "at the end: a word is missing"),
        ("-iraq", "at the end: it says only what is not wanted"),
        ('quds "force', "at sign 6: the quote is not closed"),
        ("quds (force", "at sign 6: the bracket is not closed"),
        ("quds) force", "at sign 5: this bracket closes nothing"),
        ("quds OR", "at the end: a word is missing"),
        ("OR quds", "at sign 1: a word is missing"),
        ("()", "at sign 2: a word is missing"),
        ("!!!", "at the end: a word is missing"),
        ("(" * (DEEPEST + 1) + "quds", f"more than {DEEPEST} brackets"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(typed: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(typed)

    assert told in str(refused.value)


@given(st.text(alphabet="ab \"-()*OR'", max_size=30))
def test_any_text_is_understood_or_refused(typed: str) -> None:
    with suppress(UsageError):
        parse(typed)

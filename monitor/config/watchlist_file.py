"""The shape of `config/watchlist.yaml` and of `watchlist.d/*.yaml`, and the watches they name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from monitor.config import values
from monitor.config.shape import (
    CalendarDate,
    Channel,
    Duration,
    Identifier,
    Language,
    Name,
    SeverityName,
    Shape,
    Text,
    Threshold,
    severity,
)
from monitor.config.slugs import default_id, distinct_ids
from monitor.model import Context, Examples, Form, SourceFilter, Watch, Watchlist


class ContextEntry(Shape):
    """Words that must, or must not, stand by a name."""

    any: list[Name] = Field(
        min_length=1,
        description="One of these is enough. Whole words, blind to case and marks, no fuzz.",
        examples=[["Baghdad", "بغداد"]],
    )
    within: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="Distance in words, in the same field. Default: anywhere in title or text.",
        examples=[80],
    )

    def context(self) -> Context:
        return Context(tuple(self.any), self.within)


def _context(entry: ContextEntry | None) -> Context | None:
    return entry.context() if entry else None


def _near(description: str) -> ContextEntry | None:
    example = {"any": ["Baghdad", "بغداد"], "within": 80}
    near: ContextEntry | None = Field(default=None, description=description, examples=[example])
    return near


class AliasEntry(Shape):
    """Another name, with its own way to be looked for or its own context."""

    text: Text = Field(description="The name, or the pattern.", examples=["Hezbollah Brigades"])
    match: Literal["exact", "regex"] | None = Field(
        default=None,
        description="exact: letter by letter; regex: a regular expression of RE2. Default: in "
        "every reasonable spelling.",
        examples=["exact"],
    )
    near: ContextEntry | None = _near("Counts only by one of these words; beats the watch's own.")
    not_near: ContextEntry | None = _near("Does not count by one of these words.")

    @model_validator(mode="after")
    def _text_suits_match(self) -> Self:
        (values.pattern if self.match == "regex" else values.name)(self.text)
        return self

    def form(self) -> Form:
        return Form(
            self.text if self.match == "regex" else values.name(self.text),
            "alias",
            self.match or "fuzzy",
            near=_context(self.near),
            not_near=_context(self.not_near),
        )


class AcronymEntry(Shape):
    """An acronym with its own context."""

    text: Name = Field(description="The acronym.", examples=["KH"])
    near: ContextEntry | None = _near("Counts only by one of these words; beats the watch's own.")
    not_near: ContextEntry | None = _near("Does not count by one of these words.")

    def form(self) -> Form:
        return Form(
            self.text,
            "acronym",
            "exact",
            near=_context(self.near),
            not_near=_context(self.not_near),
        )


def _text_alone(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Alias = Annotated[AliasEntry, BeforeValidator(_text_alone, json_schema_input_type=str | AliasEntry)]
Acronym = Annotated[
    AcronymEntry, BeforeValidator(_text_alone, json_schema_input_type=str | AcronymEntry)
]


class SourceFilterEntry(Shape):
    """The sources that a watch is limited to: those named, and those with one of the tags."""

    ids: list[Identifier] = Field(
        default_factory=list, description="Sources by id.", examples=[["bbc-arabic"]]
    )
    tags: list[Text] = Field(
        default_factory=list, description="Sources by tag.", examples=[["iraq"]]
    )

    @model_validator(mode="after")
    def _names_some(self) -> Self:
        if not self.ids and not self.tags:
            raise ValueError("names no source; give `ids: [...]` or `tags: [...]`, or remove it")
        return self

    def source_filter(self) -> SourceFilter:
        return SourceFilter(frozenset(self.ids), frozenset(self.tags))


class ExamplesEntry(Shape):
    """Passages that show what a watch is for; `tocsin check` tries them."""

    match: list[Text] = Field(
        default_factory=list,
        description="Texts that the watch must ring for.",
        examples=[["the Kataeb Hizbullah militia said"]],
    )
    ignore: list[Text] = Field(
        default_factory=list,
        description="Texts that it must not ring for.",
        examples=[["Hezbollah's leader in Beirut said"]],
    )


_NO_EXAMPLES = ExamplesEntry()


class WatchEntry(Shape):
    """A person, group or place that somebody wants to hear about."""

    id: Identifier | None = Field(
        default=None,
        description="Unique. Default: the slug of the name, `kataib-hezbollah`.",
        examples=["kataib-hezbollah"],
    )
    name: Name = Field(
        description="Matched in every reasonable spelling, in other scripts too.",
        examples=["Kata'ib Hezbollah"],
    )
    match: Literal["exact"] | None = Field(
        default=None,
        description="exact: the name letter by letter, for one that is an ordinary word. Default: "
        "in every reasonable spelling.",
        examples=["exact"],
    )
    aliases: list[Alias] = Field(
        default_factory=list,
        description="Other names, matched likewise; `{text: ..., match: exact|regex}` for the "
        "rare case.",
        examples=[["Hezbollah Brigades", "كتائب حزب الله"]],
    )
    acronyms: list[Acronym] = Field(
        default_factory=list,
        description="Exact, case-sensitive, whole words; `{text: KH, near: {...}}` gives one its "
        "own context.",
        examples=[["KH"]],
    )
    unless: list[Name] = Field(
        default_factory=list,
        description="Longer phrases that claim the words they cover.",
        examples=[["Hezbollah of Lebanon"]],
    )
    generic_words: bool = Field(
        default=True,
        description="Words such as Brigade also as كتائب or گردان, and so on.",
        examples=[False],
    )
    near: ContextEntry | None = _near("Every form of the watch counts only by one of these words.")
    not_near: ContextEntry | None = _near("No form of the watch counts by one of these words.")
    severity: SeverityName = Field(
        default="normal", description="How loud it rings.", examples=["high"]
    )
    channel: Channel | None = Field(
        default=None,
        description="`#name` in quotes, an id, or `door:name`. Default: by route.",
        examples=["#iraq-desk"],
    )
    threshold: Threshold | None = Field(
        default=None,
        description="Least score that rings, 0 to 100. Default: `matching.threshold` of "
        "settings.yaml.",
        examples=[88],
    )
    sources: SourceFilterEntry | None = Field(
        default=None,
        description="Limits the watch to sources by id or tag.",
        examples=[{"tags": ["iraq"]}],
    )
    languages: list[Language] = Field(
        default_factory=list,
        description="Limits the watch to articles in these languages.",
        examples=[["en", "ar"]],
    )
    cooldown: Duration | None = Field(
        default=None,
        description="After an alert, how long further stories are folded, per channel.",
        examples=["6h"],
    )
    owner: Text | None = Field(
        default=None, description="Who to ask about it.", examples=["iraq-desk"]
    )
    note: Text | None = Field(
        default=None, description="Why it is watched.", examples=["see memo 12"]
    )
    expires: CalendarDate | None = Field(
        default=None,
        description="The first day on which it is no longer watched.",
        examples=["2027-01-01"],
    )
    examples: ExamplesEntry = Field(
        default_factory=lambda: _NO_EXAMPLES,
        description="What it must ring for, and must not; tried by `tocsin check`.",
        examples=[{"match": ["the Kataeb Hizbullah militia said"], "ignore": ["Hezbollah said"]}],
    )

    def watch(self) -> Watch:
        """The watch, with the id that it has unless an earlier one has it."""
        return Watch(
            id=self.id or default_id(self.name),
            name=self.name,
            forms=(
                Form(self.name, "name", self.match or "fuzzy"),
                *(alias.form() for alias in self.aliases),
                *(acronym.form() for acronym in self.acronyms),
            ),
            unless=tuple(self.unless),
            generic_words=self.generic_words,
            near=_context(self.near),
            not_near=_context(self.not_near),
            severity=severity(self.severity),
            channel=self.channel,
            threshold=self.threshold,
            sources=self.sources.source_filter() if self.sources else None,
            languages=frozenset(self.languages),
            cooldown=self.cooldown,
            owner=self.owner,
            note=self.note,
            expires=self.expires,
            examples=Examples(tuple(self.examples.match), tuple(self.examples.ignore)),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file of watches lists; ids that default may be those of others."""

    watches: tuple[Watch, ...]
    is_default: tuple[bool, ...]  # of the watches' ids
    decoys: tuple[str, ...]
    builtin_decoys: bool = True


class WatchlistPart(Shape):
    """A further file of watches, in `watchlist.d`."""

    watches: list[WatchEntry] = Field(
        description="Persons, groups and places.", examples=[[{"name": "Kata'ib Hezbollah"}]]
    )
    decoys: list[Name] = Field(
        default_factory=list,
        description="Known names that are not watched; they claim their own words.",
        examples=[["Hezbollah", "Al-Quds Brigades"]],
    )

    def listing(self) -> Listing:
        return Listing(
            tuple(entry.watch() for entry in self.watches),
            tuple(entry.id is None for entry in self.watches),
            tuple(self.decoys),
        )


class WatchlistFile(WatchlistPart):
    """What Tocsin watches for."""

    builtin_decoys: bool = Field(
        default=True,
        description="The starter pack of decoys that ships with Tocsin; a watch of the same name "
        "switches that decoy off.",
        examples=[False],
    )

    def listing(self) -> Listing:
        return replace(super().listing(), builtin_decoys=self.builtin_decoys)


def watchlist_of(listings: Sequence[Listing], *, threshold: float) -> Watchlist:
    """The watches and decoys of all files, in their order; the first file is `watchlist.yaml`."""
    watches = [watch for one in listings for watch in one.watches]
    is_default = [default for one in listings for default in one.is_default]
    ids = distinct_ids(zip(is_default, (watch.id for watch in watches), strict=True))
    return Watchlist(
        watches=tuple(
            watch if watch.id == id_ else replace(watch, id=id_)
            for watch, id_ in zip(watches, ids, strict=True)
        ),
        decoys=tuple(decoy for one in listings for decoy in one.decoys),
        builtin_decoys=listings[0].builtin_decoys,
        threshold=threshold,
    )

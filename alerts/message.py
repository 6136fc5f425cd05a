"""What an alert looks like in Slack: blocks for the channel, one sentence for the phone. Pure.

    mark, headline as a link
    outlet, time, severity, what is missing
    watch, how it was matched
    | the sentence, the hit in bold

Text from pages stands in `rich_text` and `plain_text` only, where Slack parses nothing, and
escaped in `text`. Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Mapping, Sequence

from alerts.blocks import (
    BUDGET,
    LAST_LINE,
    LONGEST_HEADLINE,
    LONGEST_NAME,
    LONGEST_NOTE,
    MARKS,
    Block,
    Element,
    day_of,
    emoji,
    joined,
    markup,
    plain,
    rich,
    section,
    size,
    words,
)
from alerts.bulletins import digest_blocks, digest_text, notice_blocks, notice_text
from alerts.buttons import buttons, takes_buttons
from alerts.text import LONGEST_URL, around, clean, escape, isolated, link, paragraph
from monitor.model import (
    Alert,
    Digest,
    Hit,
    Message,
    Notice,
    Outlet,
    Precision,
    Rung,
    Severity,
    Story,
    StoryKind,
)

SEVERITIES = {Severity.HIGH: "High", Severity.NORMAL: "", Severity.LOW: "Low"}

LONGEST_SENTENCE = 400
LONGEST_TEXT = 3000
"""Slack recommends 4,000 for `text`."""
LONGEST_WATCHES = 2000
"""Characters of watch ids in the metadata."""

OUTLETS_SHOWN = 12
"""In a reply that names who else carries a story."""
ROOM_FOR_OUTLETS = 4000
"""Characters of their links, in a reply that has news as well."""
REMARKS_SHOWN = 5

HITS_SHOWN = 2
"""Sentences per watch; the article itself is one click away."""


def render(alert: Alert, *, plain: bool = False, has_buttons: bool = False) -> Message:
    """The alert as Slack takes it; `plain` leaves out the blocks, which Slack has refused."""
    match alert.subject:
        case Notice() as notice:
            text, blocks = notice_text(notice), notice_blocks(notice)
        case Digest() as digest:
            text, blocks = digest_text(digest), digest_blocks(digest)
        case Story() as story if alert.manner == "reply" and story.part == "copy":
            copies = _also_in(_carriers(story), room=BUDGET - LAST_LINE)
            text, blocks = _copies_text(story), [rich(copies)]
        case Story() as story:
            others = story.also if alert.manner == "reply" else ()
            below = [rich(_also_in(others, room=ROOM_FOR_OUTLETS))] if others else []
            below += [buttons(story)] if has_buttons and takes_buttons(alert) else []
            text, blocks = _story_text(story), _story_blocks(story, below)
    return Message(
        channel=alert.channel,
        text=text,
        blocks=() if plain else tuple(blocks),
        metadata={"event_type": alert.kind, "event_payload": _payload(alert)},
    )


def _payload(alert: Alert) -> Mapping[str, str]:
    subject = alert.subject
    if not isinstance(subject, Story):
        return {"key": alert.key}
    return {
        "key": alert.key,
        "watches": joined([rung.watch_id for rung in subject.rungs], ",", LONGEST_WATCHES),
        "article_url": subject.url[:LONGEST_URL],
        "story": subject.id,
    }


# --- A story -----------------------------------------------------------------------------------


def _story_blocks(story: Story, below: Sequence[Block]) -> list[Block]:
    loudest = max((rung.severity for rung in story.rungs), default=Severity.NORMAL)
    top = [
        rich(section(emoji(MARKS[loudest]), words(" "), _headline(story))),
        _context(story, loudest),
    ]
    bottom = [*_remarks(story), *below]
    shown: list[Element] = []
    for number, rung in enumerate(story.rungs):
        more = _rung_elements(rung, story.kind)
        if size([*top, rich(*shown, *more), *bottom]) > BUDGET - LAST_LINE:
            shown.append(_also(story.rungs[number:]))
            break
        shown += more
    return [*top, rich(*shown), *bottom] if shown else [*top, *bottom]


def _remarks(story: Story) -> list[Block]:
    remarks = [plain(clean(one, LONGEST_NOTE)) for one in story.remarks[-REMARKS_SHOWN:]]
    return [{"type": "context", "elements": remarks}] if remarks else []


def _headline(story: Story) -> Element:
    title = clean(story.headline, LONGEST_HEADLINE) or clean(story.url, LONGEST_HEADLINE)
    url = link(story.url)
    if url is None:
        return words(title or "Untitled", bold=True)
    return {"type": "link", "url": url, "text": title or url, "style": {"bold": True}}


def _context(story: Story, loudest: Severity) -> Block:
    loudness, note = SEVERITIES[loudest], clean(story.note, LONGEST_NOTE)
    elements = [
        plain(isolated(clean(story.outlet or story.source_id, LONGEST_NAME))),
        plain(_outlets(story)),
        markup(_when(story)),
        markup(f"*{loudness}*" if loudness else ""),
        plain(f"⚠ {isolated(note)}" if note else ""),
    ]
    return {"type": "context", "elements": [element for element in elements if element["text"]]}


def _outlets(story: Story) -> str:
    """How many carry the story: `7 outlets, 2 independent texts`."""
    if not story.also:
        return ""
    texts = f", {story.texts} independent texts" if story.texts > 1 else ", the same text"
    return f"{len({one.name for one in _carriers(story)})} outlets{texts}"


def _rung_elements(rung: Rung, kind: StoryKind) -> list[Element]:
    how = ", ".join(dict.fromkeys(clean(hit.how, LONGEST_NAME) for hit in _shown(rung)))
    possible = "possible: only in the quick reading" if rung.possible else ""
    notes = [_change(rung, kind), how, possible]
    if len(rung.hits) > HITS_SHOWN:
        notes.append(f"{len(rung.hits)} mentions")
    line = "".join(f"  ·  {note}" for note in notes if note)
    quotes = [_quote(hit) for hit in _shown(rung)]
    heading = section(words(_name(rung), bold=True), words(line))
    return [heading, *(quote for quote in quotes if quote["elements"])]


def _change(rung: Rung, kind: StoryKind) -> str:
    """What a change of the article did to a watch."""
    if kind != "revision":
        return ""
    return "no longer named" if rung.is_gone else "now also named"


def _shown(rung: Rung) -> Sequence[Hit]:
    """The first hits, each sentence once."""
    first: dict[str, Hit] = {}
    for hit in rung.hits:
        first.setdefault(hit.sentence, hit)
    return list(first.values())[:HITS_SHOWN]


def _quote(hit: Hit) -> Element:
    before, found, after = around(hit.sentence, hit.start, hit.end, LONGEST_SENTENCE)
    opening, closing = paragraph(before + found + after)
    parts = [words(opening + before), words(found, bold=True), words(after + closing)]
    return {"type": "rich_text_quote", "elements": [part for part in parts if part["text"]]}


def _also(rungs: Sequence[Rung]) -> Element:
    names = joined([_name(rung) for rung in rungs], ", ", LAST_LINE // 2)
    return section(words(f"and {len(rungs)} more: {names}"))


def _also_in(outlets: Sequence[Outlet], *, room: int) -> Element:
    """`Also in Example News, Gulf Post and 3 more`, each a link to the article there.

    Of those that have no room, in characters, only the first is named.
    """
    elements = [words("Also in ")]
    named = 0
    for outlet in outlets[:OUTLETS_SHOWN]:
        name, url = isolated(clean(outlet.name, LONGEST_NAME)), link(outlet.url)
        linked: Element = {"type": "link", "url": url, "text": name} if url else words(name)
        if named and size([*elements, linked]) > room:
            break
        elements += [words(", " if named else ""), linked]
        named += 1
    more = len(outlets) - named
    return section(*elements, words(f" and {more} more" if more else ""))


def _copies_text(story: Story) -> str:
    outlets = _carriers(story)
    names = [escape(isolated(clean(one.name, LONGEST_NAME))) for one in outlets[:OUTLETS_SHOWN]]
    more = len(outlets) - OUTLETS_SHOWN
    others = f" and {more} more" if more > 0 else ""
    headline = escape(clean(story.headline, LONGEST_HEADLINE))
    return f"The same text is also in {', '.join(names)}{others}: “{headline}”."


def _carriers(story: Story) -> list[Outlet]:
    return [Outlet(story.outlet or story.source_id, story.url), *story.also]


def _story_text(story: Story) -> str:
    """One full sentence: who is named how, where, when, and in which words."""
    loudest = max((rung.severity for rung in story.rungs), default=Severity.NORMAL)
    prefix = f"{SEVERITIES[loudest]}: " if SEVERITIES[loudest] else ""
    headline = escape(clean(story.headline, LONGEST_HEADLINE)) or "an article"
    # A bar would end the label of a link.
    url, label = link(story.url), headline.replace("|", "¦")
    where = f"“<{escape(url)}|{label}>”" if url else f"“{headline}”"
    notes = [escape(isolated(clean(story.outlet or story.source_id, LONGEST_NAME)))]
    notes.append(_date(story) if story.published_at else f"found {_date(story)}")
    notes.append(escape(clean(story.note, LONGEST_NOTE)))
    source = ", ".join(note for note in notes if note)
    return f"{prefix}{_who(story)} in {where} ({source}){_quoted(story.rungs)}."


def _who(story: Story) -> str:
    """`The Quds Force is named`; of a change: `A is now also named and B is no longer named`."""
    said = []
    for is_gone in (False, True):
        rungs = [rung for rung in story.rungs if rung.is_gone is is_gone]
        if rungs:
            names = joined([_named(rung) for rung in rungs], ", ", LONGEST_TEXT // 6)
            verb = "is" if len(rungs) == 1 else "are"
            how = _change(rungs[0], story.kind) or "named"
            said.append(f"{escape(names)} {verb} {how}")
    return " and ".join(said)


def _named(rung: Rung) -> str:
    how = [clean(hit.how, LONGEST_NAME) for hit in rung.hits[:1]]
    how += ["possible"] if rung.possible else []
    return _name(rung) + (f" ({', '.join(how)})" if how else "")


def _name(rung: Rung) -> str:
    return isolated(clean(rung.watch_name, LONGEST_NAME) or rung.watch_id)


def _quoted(rungs: Iterable[Rung]) -> str:
    hit = next((hit for rung in rungs for hit in rung.hits), None)
    if hit is None:
        return ""
    sentence = "".join(around(hit.sentence, hit.start, hit.end, LONGEST_SENTENCE))
    return f": “{escape(isolated(sentence.strip(' .')))}”"


# --- Time --------------------------------------------------------------------------------------


def _when(story: Story) -> str:
    """The time of publication as each reader's own clock says it."""
    if _is_day_only(story):
        return _date(story)  # its midnight is another day elsewhere
    at = story.published_at or story.fetched_at
    said = f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{_date(story)}>"
    return said if story.published_at else f"found {said}"


def _date(story: Story) -> str:
    at = story.published_at or story.fetched_at
    return day_of(at) if _is_day_only(story) else f"{day_of(at)} {at:%H:%M} UTC"


def _is_day_only(story: Story) -> bool:
    return story.published_at is not None and story.precision is Precision.DAY

"""Which story does an article tell? Asked in its own transaction, of articles that ring."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.model import Article, Part, Rung, Story
from monitor.storage import stories
from monitor.storage.dialects import one_at_a_time
from monitor.stories import (
    Shingles,
    Telling,
    bands_of,
    compare,
    is_news,
    is_one_headline,
    shingles_of,
)

_GROUPING = 0x73_74_6F_72  # "stor": names the lock


def grouped(
    db: Connection,
    story: Story,
    article: Article,
    article_id: int,
    *,
    window: timedelta,
    now: datetime,
) -> Story:
    """The story as part of the one that its article tells; without a window, one by itself."""
    story = replace(story, article=story.id)
    if not window:
        return story
    one_at_a_time(db, _GROUPING)  # two copies that come at once must not open two stories
    known = stories.story_of(db, article_id)
    if known is not None:
        return _joined(db, replace(story, id=known), is_own_text=False)
    text = shingles_of(article.text)
    keys = bands_of(text)
    found = _best(stories.candidates(db, keys, since=now - window), text, article)
    if found is None:
        stories.open_story(db, story.id, article_id, keys, now=now)
        stories.close(db, before=now - window)
        return story
    story_id, telling = found
    joined = _joined(db, replace(story, id=story_id), is_own_text=telling.is_own_text)
    stories.join(db, story_id, article_id, share=telling.share, is_own_text=telling.is_own_text)
    return joined


def _best(
    candidates: Sequence[stories.FirstText], text: Shingles, article: Article
) -> tuple[str, Telling] | None:
    """The story with which the text has most in common; of equals the earliest."""
    best: tuple[str, Telling] | None = None
    for first in candidates:
        by_one = first.source_id == article.source_id
        if by_one and text.are_few and not is_one_headline(article.title, first.title):
            continue  # "This video cannot be played" says nothing of which
        telling = compare(text, shingles_of(first.text), by_one_outlet=by_one)
        if telling and (best is None or telling.share > best[1].share):
            best = (first.story_id, telling)
    return best


def _joined(db: Connection, story: Story, *, is_own_text: bool) -> Story:
    """A later article of a story; what it says for the first time about a watch comes first."""
    told = [shingles_of(text) for text in stories.texts_of(db, story.id)]
    rungs = [(_news_first(rung, told)) for rung in story.rungs]
    part: Part = "news" if any(is_new for _, is_new in rungs) else "copy"
    return replace(
        story,
        part=part,
        is_own_text=is_own_text,
        rungs=tuple(rung for rung, _ in rungs),
    )


def _news_first(rung: Rung, told: Sequence[Shingles]) -> tuple[Rung, bool]:
    """The watch with the sentences that nobody has told yet, if there are any, else as it is."""
    new = tuple(hit for hit in rung.hits if is_news(hit.sentence, told))
    return (replace(rung, hits=new), True) if new else (rung, False)

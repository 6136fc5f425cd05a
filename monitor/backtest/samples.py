"""Articles to show of what an edit catches and loses, with the words that it is about."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from monitor.backtest.report import Sample
from monitor.backtest.trawl import Tags, passage_of
from monitor.matching import Matcher
from monitor.matching.sentences import hit
from monitor.storage import archive


def samples(
    db: Connection,
    picked: Sequence[tuple[str, int]],
    matcher: Matcher,
    names: Mapping[str, str],
    tags: Tags,
) -> Iterator[Sample]:
    """Each of the articles with the sentence in which the watch is found."""
    articles = {one.id: one for one in archive.texts(db, [id_ for _, id_ in picked])}
    for watch_id, article_id in picked:
        article = articles.get(article_id)
        if article is None:
            continue  # pruned since
        passage = passage_of(article, tags)
        for match in matcher.judge(passage).matches:
            if match.watch_id == watch_id:
                yield Sample(
                    names[watch_id],
                    article.url,
                    article.title,
                    article.source_id,
                    article.fetched_at.date().isoformat(),
                    hit(passage, max(match.mentions, key=lambda mention: mention.score)),
                )

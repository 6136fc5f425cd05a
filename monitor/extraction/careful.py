"""The careful tier: trafilatura, ten times as slow as the quick one and the most precise."""

_MOST_HTML = 2_000_000  # characters; beyond lie scripts and comments, and minutes of work
# Where it returns less than this share of the quick text it has lost the article, more often than
# the quick tier has found too much.
_LOST = 0.5


def careful_text(html: str, *, quick: str) -> str:
    """The precise text, or the quick one where that is the better guess."""
    from trafilatura import extract  # half a second to import, of which the quick tier has no need

    text: str = (
        extract(
            html[:_MOST_HTML],
            favor_precision=True,
            include_comments=False,
            deduplicate=False,
        )
        or ""
    )
    return quick if len(text) < _LOST * len(quick) else text

"""WordPress by its REST interface, for sites that have switched off their feeds, or cut them short.

The source's `url` is the list of posts, such as `https://news.example/wp-json/wp/v2/posts`; see
<https://developer.wordpress.org/rest-api/reference/posts/>.
"""

import json
from typing import Any

from monitor.errors import ExtractionError
from monitor.extraction.rawfeeds import RawEntry, RawFeed
from monitor.model import FeedKind, Page
from spiders.site import Site


def posts(page: Page) -> RawFeed:
    """The posts, with their texts. Raises ExtractionError where they are none."""
    try:
        listed = json.loads(page.body)
    except ValueError as error:
        raise ExtractionError("no JSON: is the REST interface switched off?") from error
    if not isinstance(listed, list):
        said = listed.get("message", "") if isinstance(listed, dict) else ""
        raise ExtractionError(f"no list of posts: {said or 'something else'}")
    return RawFeed(
        kind=FeedKind.JSON, entries=tuple(_post(one) for one in listed if isinstance(one, dict))
    )


def _post(post: dict[str, Any]) -> RawEntry:
    published = str(post.get("date_gmt") or "")
    return RawEntry(
        guid=_rendered(post, "guid"),
        link=str(post.get("link") or ""),
        title=_rendered(post, "title"),
        texts=tuple(filter(None, (_rendered(post, "content"), _rendered(post, "excerpt")))),
        date=f"{published}Z" if published else "",
    )


def _rendered(post: dict[str, Any], name: str) -> str:
    field = post.get(name)
    return str(field.get("rendered") or "") if isinstance(field, dict) else ""


SITE = Site(name="WordPress", path=r"/wp-json/wp/v2/posts/?$", entries=posts)

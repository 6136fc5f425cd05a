"""ReliefWeb by its interface: the situation reports of the United Nations and of aid groups.

Its feeds hold one line a report, its pages mostly point at a PDF; the interface has the text. The
source's `url` asks for what is wanted, newest first, with the fields that are read here:

    https://api.reliefweb.int/v2/reports?appname=YOURS&preset=latest&limit=50
      &query[value]=country:iraq&fields[include][]=url_alias&fields[include][]=date.created
      &fields[include][]=body-html&fields[include][]=language.code

(one line; see <https://apidoc.reliefweb.int>, which also says how to get an `appname`). Set
`fetch_articles: false`.
"""

import json
from typing import Any

from monitor.errors import ExtractionError
from monitor.extraction.rawfeeds import RawEntry, RawFeed
from monitor.model import FeedKind, Page
from spiders.site import Site


def reports(page: Page) -> RawFeed:
    """The reports. Raises ExtractionError where they are none."""
    try:
        answer = json.loads(page.body)
    except ValueError as error:
        raise ExtractionError("no JSON: is this the address of the interface?") from error
    listed = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        raise ExtractionError(f"no list of reports: {str(answer)[:100]}")
    found = tuple(_report(one) for one in listed if isinstance(one, dict))
    return RawFeed(kind=FeedKind.JSON, title="ReliefWeb", entries=found)


def _report(report: dict[str, Any]) -> RawEntry:
    fields = report.get("fields") or {}
    languages = fields.get("language") or [{}]
    text = fields.get("body-html") or fields.get("body") or ""
    return RawEntry(
        guid=f"reliefweb:{report.get('id', '')}",
        link=str(fields.get("url_alias") or fields.get("url") or ""),
        title=str(fields.get("title") or ""),
        texts=(str(text),) if text else (),
        date=str((fields.get("date") or {}).get("created") or ""),
        language=str(languages[0].get("code") or ""),
    )


SITE = Site(name="ReliefWeb", hosts=("api.reliefweb.int",), path=r"/reports$", entries=reports)

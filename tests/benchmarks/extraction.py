"""Body text and the names in it: how right, and how fast, against other tools.

On the real pages beside the checkout where there are any, else on our own goldens. Tools take turns
page by page, so that a busy machine is equally slow for all.
"""

import json
import time
from collections.abc import Callable
from statistics import median

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from monitor.errors import ExtractionError
from monitor.extraction.pages import prepare, read_page
from monitor.model import Tier
from tests.extraction.builders import body_scores, name_scores, names_in, page
from tests.extraction.goldens import HERE
from tests.extraction.real import RealPage, real_pages

Extract = Callable[[RealPage], str]


def main() -> None:
    prepare(Tier.CAREFUL)
    _compare_pages(real_pages() or _own_pages())


def _tocsin(tier: Tier) -> Extract:
    def text_of(real: RealPage) -> str:
        try:
            return read_page(page(real.html, url=real.url), tier=tier).text
        except ExtractionError:
            return ""

    return text_of


def _trafilatura(*, precise: bool) -> Extract:
    return lambda real: (
        trafilatura.extract(real.html, favor_precision=precise, include_comments=False) or ""
    )


def _resiliparse(real: RealPage) -> str:
    return extract_plain_text(HTMLTree.parse(real.html), main_content=True)


EXTRACTORS: dict[str, Extract] = {
    "tocsin quick, with metadata": _tocsin(Tier.QUICK),
    "tocsin careful, with metadata": _tocsin(Tier.CAREFUL),
    "trafilatura precision": _trafilatura(precise=True),
    "trafilatura default": _trafilatura(precise=False),
    "resiliparse main content": _resiliparse,
}
REFERENCE = "trafilatura precision"
BOTH = ("tocsin quick, with metadata", "tocsin careful, with metadata")


def _compare_pages(pages: list[RealPage]) -> None:
    texts: dict[str, list[str]] = {name: [] for name in EXTRACTORS}
    spent: dict[str, list[float]] = {name: [] for name in EXTRACTORS}
    for real in pages:
        for name, extract in EXTRACTORS.items():
            started = time.process_time()
            texts[name].append(extract(real))
            spent[name].append(time.process_time() - started)
    print(f"{len(pages)} pages{'':21} F1     P     R   ms: median  mean   speed")
    for name, found in texts.items():
        true = (real.body for real in pages)
        f1, precision, recall = body_scores(zip(true, found, strict=True))
        ratio = sum(spent[REFERENCE]) / sum(spent[name])
        middle, mean = 1000 * median(spent[name]), 1000 * sum(spent[name]) / len(pages)
        scores = f"{f1:.3f} {precision:.3f} {recall:.3f}"
        print(f"{name:30} {scores} {middle:10.1f} {mean:6.1f} {ratio:6.1f}x")
    _compare_names(pages, texts)


def _compare_names(pages: list[RealPage], texts: dict[str, list[str]]) -> None:
    wholes = [extract_plain_text(real.html, main_content=False) for real in pages]
    found = {
        name: [names_in(text, of=whole) for text, whole in zip(some, wholes, strict=True)]
        for name, some in texts.items()
    }
    found["tocsin, both tiers"] = [
        one & other for one, other in zip(*(found[name] for name in BOTH), strict=True)
    ]
    print(f"\nnames in the article{'':11} P     R   pages with a false one")
    for name, names in found.items():
        true = (real.body for real in pages)
        precision, recall, misled = name_scores(zip(true, wholes, names, strict=True))
        print(f"{name:30} {precision:.3f} {recall:.3f} {misled:9.2f}")


def _own_pages() -> list[RealPage]:
    return [
        RealPage(
            golden["url"],
            path.read_text(encoding="utf-8"),
            "\n".join(golden["text"]),
        )
        for path in sorted((HERE / "pages").glob("*.html"))
        if (kept := path.with_suffix(".quick.json")).exists()
        and (golden := json.loads(kept.read_text(encoding="utf-8")))
    ]

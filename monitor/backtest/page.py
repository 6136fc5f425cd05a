"""The report of a backtest as a page: one file, without scripts, readable on a phone."""

from collections.abc import Iterable, Sequence

from monitor.backtest.report import Day, Report, Sample
from monitor.hypertext import link, text

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.bar{display:block;height:.45rem;border-radius:.2rem;min-width:1px}
.before{background:#8a94a6}.after{background:#2f6fde}
.sample{border-left:.2rem solid #8a94a6;padding-left:.75rem;margin:1rem 0}
mark{background:#ffe08a;color:#000;padding:0 .1em}
small,.note{opacity:.75}a{overflow-wrap:anywhere}
"""


def as_page(found: Report) -> str:
    """The report in HTML. Everything that others wrote is escaped."""
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width,initial-scale=1'>",
        f"<title>Backtest of the watchlist</title><style>{_STYLE}</style></head><body>",
        "<h1>Backtest of the watchlist</h1>",
        f"<p>{found.articles:,} articles, held against {text(found.against)}</p>",
        _watches(found),
        f"<h2>Alerts a day</h2><p>{text(found.a_day)}</p>",
        _chart(found.days),
        _samples("Newly caught", found.caught),
        _samples("Newly lost", found.lost),
        _listed("Collisions", map(str, found.collisions)),
        f"<p>{found.rest}</p>" if found.rest else "",
        *(f"<p class='note'>{text(note)}</p>" for note in found.notes),
        "</body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _watches(found: Report) -> str:
    if not found.watches:
        return "<p>The edit changes nothing that is found.</p>"
    heads = ("before", "after", "caught", "lost")
    rows = [
        f"<tr><td><bdi>{text(one.name)}</bdi> <small>{one.kind}</small></td>"
        + "".join(
            f"<td class='n'>{'' if n is None else n}</td>"
            for n in (one.before, one.after, one.caught, one.lost)
        )
        + (f"<td>{text('; '.join(one.opinions))}</td>" if found.has_opinions else "")
        + "</tr>"
        for one in found.shown
    ]
    head = "".join(f"<th class='n'>{name}</th>" for name in heads)
    head += "<th>people said</th>" if found.has_opinions else ""
    return f"<div class='wide'><table><tr><th>watch</th>{head}</tr>{''.join(rows)}</table></div>"


def _chart(days: Sequence[Day]) -> str:
    most = max((max(day.before, day.after) for day in days), default=0) or 1
    rows = [
        f"<tr><td><small>{day.day}</small></td><td class='n'>{day.before}</td>"
        f"<td class='n'>{day.after}</td><td style='width:60%'>"
        f"{_bar('before', day.before / most)}{_bar('after', day.after / most)}</td></tr>"
        for day in days
    ]
    head = "<tr><th>day</th><th class='n'>before</th><th class='n'>after</th><th></th></tr>"
    return f"<table>{head}{''.join(rows)}</table>" if rows else ""


def _bar(which: str, share: float) -> str:
    return f"<span class='bar {which}' style='width:{share:.1%}'></span>"


def _samples(title: str, samples: Sequence[Sample]) -> str:
    shown = "".join(_sample(one) for one in samples)
    return f"<h2>{title}</h2>{shown}" if samples else ""


def _sample(sample: Sample) -> str:
    hit = sample.hit
    before, name, after = (
        text(part)
        for part in (
            hit.sentence[: hit.start],
            hit.sentence[hit.start : hit.end],
            hit.sentence[hit.end :],
        )
    )
    return (
        f"<div class='sample'><b><bdi>{text(sample.watch)}</bdi></b>"
        f" <small>{text(hit.how)} · {sample.day} · {text(sample.source_id)}</small>"
        f"<br><span dir='auto'>{link(sample.title or sample.url, sample.url)}</span>"
        f"<p dir='auto'>{before}<mark>{name}</mark>{after}</p></div>"
    )


def _listed(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<h2>{title}</h2><ul>{items}</ul>" if items else ""

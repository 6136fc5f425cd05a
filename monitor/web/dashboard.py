"""The dashboard: everything on one page, without scripts, readable on a phone. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from monitor.hypertext import link, text
from monitor.model import QueuedAlert, Source, SourceState, Story
from monitor.needs import needs
from monitor.overview import (
    Line,
    Listed,
    a_day,
    ago,
    ahead,
    apart,
    by_state,
    feeling,
    figures,
    headline,
    unseen,
)
from monitor.status import Status

EVERY = 30
"""Seconds after which a browser asks again."""

_STYLE = """
:root{color-scheme:light dark;--bad:#c4314b;--well:#1a7f4b;--line:#8884;--soft:#888}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem 1rem 3rem}
header{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:baseline;justify-content:space-between}
h1{font-size:1.6rem;margin:.2em 0}h2{font-size:1.05rem;margin:2rem 0 .5rem}
.bad{color:var(--bad)}.well{color:var(--well)}.quiet,small{color:var(--soft)}.warning{color:#b26a00}
ul{list-style:none;margin:0;padding:0}
li{border-top:1px solid var(--line);padding:.5rem 0;overflow-wrap:anywhere}
.needs li{border:0;border-left:.25rem solid var(--bad);padding:.1rem 0 .1rem .75rem;margin:.5rem 0}
.head{font-weight:600}a{color:inherit}
.watch{border:1px solid var(--line);border-radius:1em;padding:0 .6em;margin-right:.4em;
display:inline-block}
.watch.high{border-color:var(--bad);color:var(--bad)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem 1rem .3rem 0;vertical-align:top;white-space:nowrap}
th{font-weight:600}td:last-child{white-space:normal;min-width:12rem}
tr+tr td,dl>div{border-top:1px solid var(--line)}
dl{margin:0}dl>div{display:flex;padding:.3rem 0}dt{flex:0 0 6rem;color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere;min-width:0}
summary{cursor:pointer;padding:.3rem 0}
"""

_HEADINGS = ("source", "state", "since", "next look", "last good", "a day", "why")


def page(found: Status, alerts: Sequence[QueuedAlert]) -> str:
    """The page in HTML; `alerts` are the last ones, the newest at the end.

    Everything that others wrote is escaped.
    """
    wanted = needs(found)
    told = headline(wanted)
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        f"<meta http-equiv='refresh' content='{EVERY}'>",
        "<meta name='viewport' content='width=device-width,initial-scale=1'>",
        f"<title>{told} · Tocsin</title><style>{_STYLE}</style></head><body>",
        f"<header><h1 class='{'bad' if wanted else 'well'}'>{told}</h1>"
        f"<small>Tocsin at {_time(found.at)}</small></header>",
        f"<ul class='needs'>{_items(map(str, wanted))}</ul>" if wanted else "",
        _alerts(alerts, found.at),
        _sources(found),
        _unseen(found),
        _figures(found),
        "</body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _alerts(alerts: Sequence[QueuedAlert], now: datetime) -> str:
    rows = "".join(f"<li>{_alert(one, now)}</li>" for one in reversed(alerts))
    shown = f"<ul>{rows}</ul>" if rows else "<p class='quiet'>None so far.</p>"
    return f"<h2>Latest alerts</h2>{shown}"


def _alert(one: QueuedAlert, now: datetime) -> str:
    at = one.told_at or one.created_at
    where = f"{text(one.alert.channel)}, <span title='{_instant(at)}'>{ago(at, now)}</span>"
    if one.state != "told":
        mood = "bad" if one.state in ("refused", "unknown") else "warning"
        why = f": {text(one.reason)}" if one.reason else ""
        where += f" <span class='{mood}'>{one.state}{why}</span>"
    subject = one.alert.subject
    if not isinstance(subject, Story):
        return f"<span class='head'>{text(subject.title)}</span><br><small>{where}</small>"
    watches = "".join(
        f"<bdi class='watch {rung.severity.name.lower()}'>{text(rung.watch_name)}</bdi>"
        for rung in subject.rungs
    )
    return (
        f"<span class='head' dir='auto'>{link(subject.headline, subject.url)}</span><br>"
        f"{watches}<small><bdi>{text(subject.outlet)}</bdi> · {where}</small>"
    )


def _sources(found: Status) -> str:
    bad, rest = apart(found.sources)
    shown = _table(bad, found.at) if bad else ""
    if rest:
        shown += f"<details><summary>{by_state(rest)}</summary>{_table(rest, found.at)}</details>"
    return f"<h2>Sources</h2>{shown or '<p class=quiet>None.</p>'}"


def _table(listed: Listed, now: datetime) -> str:
    head = "".join(f"<th>{name}</th>" for name in _HEADINGS)
    rows = "".join(_row(source, state, now) for source, state in listed)
    return f"<div class='wide'><table><tr>{head}</tr>{rows}</table></div>"


def _row(source: Source, state: SourceState, now: datetime) -> str:
    cells = (
        text(source.id),
        f"<span class='{feeling(state)}'>{state.condition.value}</span>",
        ago(state.since, now),
        ahead(state.next_at, now),
        ago(state.last_good_at, now),
        a_day(state),
        text(state.reason),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _unseen(found: Status) -> str:
    told = _items(unseen(found))
    title = "Silence is not absence: in the last 24 hours"
    return f"<h2>{title}</h2><ul>{told}</ul>" if told else ""


def _figures(found: Status) -> str:
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{'<br>'.join(_lines(lines))}</dd></div>"
        for name, lines in figures(found)
    )
    return f"<h2>Figures</h2><dl>{rows}</dl>"


def _lines(lines: Iterable[Line]) -> Iterator[str]:
    for one in lines:
        yield f"<span class='{one.tone}'>{text(one.text)}</span>"


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{text(line)}</li>" for line in lines)


def _time(at: datetime) -> str:
    return f"<time datetime='{_instant(at)}'>{at:%Y-%m-%d %H:%M:%S} UTC</time>"


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")

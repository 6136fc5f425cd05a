"""The dashboard and the alert rules ask for metrics, labels and values that there are."""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from monitor.model import SourceCondition, SourceState
from monitor.polling.activity import begun
from monitor.storage.lanes import Lane
from monitor.storage.room import Room
from monitor.storage.vitals import Vitals
from monitor.web.metrics import Exposed
from monitor.web.telemetry import Telemetry
from tests.web.builders import NOON, status

DEPLOY = Path(__file__).parents[2] / "deploy"

SERIES = re.compile(r"\b((?:tocsin|process|up)(?:_\w+)?)\b(?:\{([^}]*)\})?")
SELECTED = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
GROUPED = re.compile(r"\bby \(([^)]*)\)")
NAMED = re.compile(r"\{\{ ?(?:\$labels\.)?(\w+) ?\}\}")
SCRAPED = {"job", "instance"}
"""Labels that Prometheus adds."""

OPEN = {"source", "channel", "instance", "job", "le"}
"""Labels whose values nobody knows beforehand."""

Series = Mapping[str, Mapping[str, set[str]]]


@pytest.fixture(scope="module")
def series() -> Series:
    """Every series by its name: its labels, and the values that each may have."""
    states = [SourceState(one.value, one, activity=begun(at=NOON)) for one in SourceCondition]
    full = status(
        *states,
        lanes=(Lane("#desk"),),
        room=Room(DEPLOY, 1, 2),
        vitals=Vitals(last_told_at=NOON, last_article_at=NOON),
    )
    found: dict[str, dict[str, set[str]]] = {"up": {}}
    for family in Exposed(full, Telemetry()).collect():
        for sample in family.samples:
            labels = found.setdefault(sample.name, defaultdict(set))
            for label, value in sample.labels.items():
                labels[label].add(value)
    return found


def rules() -> list[dict[str, str]]:
    text = (DEPLOY / "alert-rules.yaml").read_text()
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, object]]:
    dashboard = json.loads((DEPLOY / "grafana-dashboard.json").read_text())
    return [one for one in dashboard["panels"] if one["type"] != "row"]


def asked() -> Iterator[tuple[str, str]]:
    """Each expression, and what is written with its labels."""
    for rule in rules():
        yield rule["expr"], json.dumps(rule["annotations"])
    for panel in panels():
        for target in panel["targets"]:  # type: ignore[attr-defined]
            yield target["expr"], target["legendFormat"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the process tells nothing of itself")
@pytest.mark.parametrize(("expression", "told"), list(asked()))
def test_an_expression_asks_for_what_there_is(expression: str, told: str, series: Series) -> None:
    labels: set[str] = set(SCRAPED)
    for name, selectors in SERIES.findall(expression):
        assert name in series, f"{name} is no metric"
        known = series[name]
        labels |= known.keys()
        for label, operator, value in SELECTED.findall(selectors):
            assert label in {*known, *SCRAPED}, f"{name} has no label {label}"
            values = value.split("|") if "~" in operator else [value]
            if label not in OPEN:
                assert set(values) <= known[label], f"{name} is never {label}={value}"
    for group in GROUPED.findall(expression):
        kept = {one.strip() for one in group.split(",")}
        assert kept <= labels
        labels = kept
    assert set(NAMED.findall(told)) <= labels
    assert expression.count("(") == expression.count(")")


def test_every_rule_says_how_grave_it_is_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]

    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["labels"]["severity"] in {"critical", "warning", "info"}  # type: ignore[index]
        assert set(rule["annotations"]) == {"summary", "description"}


def test_no_panel_lies_over_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        at: dict[str, int] = panel["gridPos"]  # type: ignore[assignment]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells

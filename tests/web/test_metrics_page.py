"""The page on metrics names what there is, all of it and nothing else."""

import re
import sys
from pathlib import Path

import pytest

from monitor.storage.room import Room
from monitor.web.metrics import Exposed
from monitor.web.telemetry import Telemetry
from tests.web.builders import status

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"`((?:tocsin|process)_\w+)`")


def exposed() -> set[str]:
    families = Exposed(status(room=Room(ROOT, 1, 2)), Telemetry()).collect()
    return {f"{one.name}_total" if one.type == "counter" else one.name for one in families}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the process tells nothing of itself")
def test_every_metric_is_named_on_the_page_and_the_page_names_no_other() -> None:
    named = NAME.findall((ROOT / "docs" / "metrics.md").read_text())

    assert sorted(set(named)) == sorted(exposed())
    assert len(named) == len(set(named))

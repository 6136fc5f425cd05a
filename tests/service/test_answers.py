"""What is answered to who asks in Slack how everything is."""

from dataclasses import replace
from datetime import UTC, datetime

from monitor.model import Source, SourceCondition, SourceState
from monitor.service.answers import status_in_words
from monitor.status import Status
from monitor.storage.lanes import Lane
from monitor.storage.outbox import Counts
from monitor.storage.processes import Process

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WELL = Status(
    at=NOW,
    sources=((Source("bbc", "https://bbc.example/"), SourceState("bbc", SourceCondition.OK)),),
    outbox=Counts(1, 0, 2),
    lanes=(),
    config_digest="abcdef0123456789",
    config_loaded_at=NOW,
    config_problems=(),
    watches=18,
    articles=1234,
    matches=56,
    processes=(Process("a", "all", NOW, NOW, "abc", NOW),),
)


def test_where_all_is_well_it_says_so_and_counts() -> None:
    assert status_in_words(WELL).splitlines() == [
        "All is well.",
        "All 1 sources answer.",
        "Alerts: 1 wait, 0 are of unknown fate, 2 were refused.",
        "Archive: 1,234 articles, 56 matches for 18 watched names.",
        "Processes: all; configuration abcdef012345.",
    ]


def test_what_is_wrong_comes_first() -> None:
    deaf = replace(WELL.processes[0], buttons="invalid_auth: set SLACK_APP_TOKEN")
    ill = replace(WELL, lanes=(Lane("#news", reason="not_in_channel"),), processes=(deaf,))

    assert status_in_words(ill).splitlines()[:2] == [
        "#news takes no alerts: not_in_channel.",
        "The buttons in Slack do not work: invalid_auth: set SLACK_APP_TOKEN.",
    ]

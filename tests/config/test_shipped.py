"""The configuration that ships: it has no problem, and it finds what it should."""

from pathlib import Path

import pytest

from monitor.config import load_watchlist
from monitor.config.document import parse
from monitor.config.starter import starter_folder
from monitor.matching import Matcher
from monitor.model import Passage, Settings
from tests.config.builders import folder, loaded

SHIPPED = Path(__file__).parents[2] / "config"
SEED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "seed_article.txt"


def test_the_shipped_settings_are_the_defaults(tmp_path: Path) -> None:
    settings = loaded(folder(tmp_path, settings=(SHIPPED / "settings.yaml").read_text())).settings

    assert settings == Settings(database=f"sqlite:///{tmp_path}/var/tocsin.db")


def test_every_setting_that_is_off_can_be_switched_on_by_its_comment_sign(tmp_path: Path) -> None:
    text = (SHIPPED / "settings.yaml").read_text()
    keys = ("channel:", "operations:", "routes:", "  - {", "quiet_hours:", "budget:", "digest:")
    keys += ("heartbeat:", "canary:")
    for key in keys:
        text = text.replace(f"  # {key}", f"  {key}")

    alerts = loaded(folder(tmp_path, sources="sources: []", settings=text)).settings.alerts

    assert alerts.channel
    assert alerts.operations
    assert len(alerts.routes) == 2
    assert alerts.quiet_hours
    assert alerts.budget_per_hour
    assert alerts.digest
    assert alerts.heartbeat
    assert alerts.canary


def test_every_shipped_source_says_when_its_address_was_checked() -> None:
    text = (SHIPPED / "sources.yaml").read_text(encoding="utf-8")
    document = parse("sources.yaml", text.encode())
    addresses = [line for line in text.splitlines() if line.strip().startswith("url:")]

    assert len(addresses) == len(document.value["sources"]) >= 20
    assert all("# checked: " in line for line in addresses)


def test_the_shipped_sources_speak_three_languages() -> None:
    sources = loaded(starter_folder()).sources

    assert {source.language for source in sources} == {"en", "ar", "fa"}


def test_the_shipped_watchlist_finds_the_article_that_tocsin_was_asked_for_with() -> None:
    if not SEED.exists():
        pytest.skip("the article is not beside this checkout")
    text = SEED.read_text(encoding="utf-8")

    judgement = Matcher(load_watchlist(SHIPPED / "watchlist.yaml")).judge(Passage(text))

    found = {match.watch_id: match.mentions[0].surface for match in judgement.matches}
    assert found == {
        "quds-force": "Quds Force",
        "qassem-suleimani": "Qassem Suleimani",
        "nouri-al-maliki": "Nouri al-Maliki",
        "asaib-ahl-al-haq": "Asaab Ahel Haq",
        "kataib-hezbollah": "Kata’ib Hezbollah",
        "green-zone": "Green Zone",
    }

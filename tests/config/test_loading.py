from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from monitor.config import load, load_located, load_watchlist
from monitor.errors import ConfigError, UsageError
from monitor.model import (
    AlertSettings,
    Canary,
    Configuration,
    Context,
    CrawlSettings,
    DailyAt,
    Examples,
    Form,
    QuietHours,
    Route,
    Settings,
    Severity,
    Source,
    SourceFilter,
    SourceKind,
    Watch,
)
from tests.config.builders import NOON, WATCHLIST, folder, loaded

# The example of the contract, every key of it.
EVERY_SOURCE_KEY = """\
sources:
  - id: bbc-middle-east
    name: BBC News, Middle East
    url: https://feeds.bbci.co.uk/news/world/middle_east/rss.xml
    kind: feed
    every: 5m
    language: en
    tags: [uk, iraq]
    enabled: true
    fetch_articles: true
    links: "article h3 a"
    priority: 1
    ring_possible: false
    render: false
  - {id: plain, url: "http://127.0.0.1:8081/feed"}
"""

EVERY_WATCH_KEY = """\
watches:
  - id: kataib-hezbollah
    name: Kata'ib Hezbollah
    aliases: [Hezbollah Brigades, كتائب حزب الله, {text: 'K\\.?H\\.', match: regex}]
    acronyms: [KH, {text: KHB, near: {any: [Iraq]}}]
    unless: [Hezbollah of Lebanon]
    generic_words: true
    severity: high
    channel: "#iraq-desk"
    threshold: 90
    sources: {tags: [iraq], ids: [plain]}
    languages: [en, NO]
    cooldown: 6h
    owner: iraq-desk
    note: why we watch this
    expires: 2027-01-01
    examples:
      match: ["the Kataeb Hizbullah militia said"]
      ignore: ["Hezbollah's leader in Beirut said"]
  - name: Green Zone
    near: {any: [Baghdad, Iraq, embassy, بغداد], within: 80}
    not_near: {any: [low emission], within: 10}
builtin_decoys: false
decoys:
  - Al-Quds Brigades
  - Hezbollah
"""

EVERY_SETTING = """\
database: sqlite:///var/tocsin.db
user_agent: "Tocsin/1.0 (+https://example.org)"
crawl:
  every: {min: 3m, max: 5h}
  concurrency: 32
  per_host: 2
  delay: 0s
  timeout: 25s
  max_page: 4MB
  robots: false
  allow_networks: [127.0.0.0/8, "::1"]
  max_age: 8d
  first_fetch: all
matching: {threshold: 84}
alerts:
  channel: "#news-watch"
  operations: C012AB3CD
  routes:
    - {severity: high, channel: "#urgent"}
    - {tags: [iraq], languages: [ar], watches: [green-zone], channel: "#iraq-desk"}
  quiet_hours: {from: "22:00", to: 07:00, timezone: Asia/Baghdad, except: [high]}
  budget: {per_hour: 30}
  digest: {at: 08:00, timezone: Asia/Baghdad}
  heartbeat: {at: "09:00", timezone: UTC, ping: "https://hc-ping.com/x"}
  canary: {every: 1h, channel: "#tocsin-ops"}
  story_window: 0s
  story_interval: 20m
  send_timeout: 5s
retention: {articles: 30d}
web: {listen: "[::1]:0"}
"""


def full(tmp_path: Path) -> Configuration:
    config = folder(
        tmp_path, sources=EVERY_SOURCE_KEY, watchlist=EVERY_WATCH_KEY, settings=EVERY_SETTING
    )
    return loaded(config)


def test_every_key_of_a_source_is_read(tmp_path: Path) -> None:
    assert full(tmp_path).sources == (
        Source(
            id="bbc-middle-east",
            url="https://feeds.bbci.co.uk/news/world/middle_east/rss.xml",
            name="BBC News, Middle East",
            kind=SourceKind.FEED,
            every=timedelta(minutes=5),
            language="en",
            tags=frozenset({"uk", "iraq"}),
            links="article h3 a",
        ),
        Source(id="plain", url="http://127.0.0.1:8081/feed"),
    )


def test_every_key_of_a_watch_is_read(tmp_path: Path) -> None:
    watchlist = full(tmp_path).watchlist

    assert watchlist.watches == (
        Watch(
            id="kataib-hezbollah",
            name="Kata'ib Hezbollah",
            forms=(
                Form("Kata'ib Hezbollah", "name"),
                Form("Hezbollah Brigades", "alias"),
                Form("كتائب حزب الله", "alias"),
                Form(r"K\.?H\.", "alias", "regex"),
                Form("KH", "acronym", "exact"),
                Form("KHB", "acronym", "exact", near=Context(("Iraq",))),
            ),
            unless=("Hezbollah of Lebanon",),
            severity=Severity.HIGH,
            channel="#iraq-desk",
            threshold=90,
            sources=SourceFilter(frozenset({"plain"}), frozenset({"iraq"})),
            languages=frozenset({"en", "no"}),
            cooldown=timedelta(hours=6),
            owner="iraq-desk",
            note="why we watch this",
            expires=date(2027, 1, 1),
            examples=Examples(
                ("the Kataeb Hizbullah militia said",), ("Hezbollah's leader in Beirut said",)
            ),
        ),
        Watch(
            id="green-zone",
            name="Green Zone",
            forms=(Form("Green Zone", "name"),),
            near=Context(("Baghdad", "Iraq", "embassy", "بغداد"), 80),
            not_near=Context(("low emission",), 10),
        ),
    )
    assert watchlist.decoys == ("Al-Quds Brigades", "Hezbollah")
    assert not watchlist.builtin_decoys
    assert watchlist.threshold == 84


def test_every_setting_is_read(tmp_path: Path) -> None:
    assert full(tmp_path).settings == Settings(
        database=f"sqlite:///{tmp_path}/var/tocsin.db",
        user_agent="Tocsin/1.0 (+https://example.org)",
        crawl=CrawlSettings(
            every_min=timedelta(minutes=3),
            every_max=timedelta(hours=5),
            concurrency=32,
            per_host=2,
            delay=timedelta(),
            timeout=timedelta(seconds=25),
            max_page=4 * 1024 * 1024,
            robots=False,
            allow_networks=("127.0.0.0/8", "::1/128"),
            max_age=timedelta(days=8),
            first_fetch=None,
        ),
        matching_threshold=84,
        alerts=AlertSettings(
            channel="#news-watch",
            operations="C012AB3CD",
            routes=(
                Route("#urgent", severity=Severity.HIGH),
                Route(
                    "#iraq-desk",
                    watches=frozenset({"green-zone"}),
                    tags=frozenset({"iraq"}),
                    languages=frozenset({"ar"}),
                ),
            ),
            quiet_hours=QuietHours(time(22), time(7), "Asia/Baghdad", frozenset({Severity.HIGH})),
            budget_per_hour=30,
            digest=DailyAt(time(8), "Asia/Baghdad"),
            heartbeat=DailyAt(time(9), "UTC", "https://hc-ping.com/x"),
            canary=Canary(timedelta(hours=1), "#tocsin-ops"),
            story_window=timedelta(),
            story_interval=timedelta(minutes=20),
            send_timeout=timedelta(seconds=5),
        ),
        retention_articles=timedelta(days=30),
        web_listen=("::1", 0),
    )


def test_without_settings_every_value_is_the_default(tmp_path: Path) -> None:
    settings = loaded(folder(tmp_path)).settings

    assert settings == Settings(database=f"sqlite:///{tmp_path}/var/tocsin.db")


def test_settings_that_are_all_comment_are_the_defaults(tmp_path: Path) -> None:
    settings = loaded(folder(tmp_path, settings="# nothing yet\n")).settings

    assert settings == Settings(database=f"sqlite:///{tmp_path}/var/tocsin.db")


@pytest.mark.parametrize("off", ["web: off", "web: {listen: off}", "web: none", "web: false"])
def test_the_web_server_can_be_switched_off(off: str, tmp_path: Path) -> None:
    assert loaded(folder(tmp_path, settings=off)).settings.web_listen is None


def test_the_environment_wins_over_the_files(tmp_path: Path) -> None:
    config = folder(tmp_path, settings="database: sqlite:///a.db\n")

    settings = loaded(config, {"TOCSIN_DATABASE": "sqlite:///b.db"}).settings

    assert settings.database == f"sqlite:///{tmp_path}/b.db"


def test_relative_paths_count_from_the_folder_that_holds_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path)
    monkeypatch.chdir(tmp_path)

    configuration = loaded(Path("config"))

    assert configuration.settings.database == f"sqlite:///{tmp_path}/var/tocsin.db"
    assert configuration.folder == tmp_path / "config"


def test_a_linked_folder_counts_from_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "named").mkdir()
    kept = folder(tmp_path / "kept")
    (tmp_path / "named" / "config").symlink_to(kept)

    configuration = loaded(tmp_path / "named" / "config")

    assert configuration.settings.database == f"sqlite:///{tmp_path}/named/var/tocsin.db"


def test_a_bad_environment_is_told_before_the_files(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="TOCSIN_DATABASE"):
        loaded(tmp_path / "nowhere", {"TOCSIN_DATABASE": "oracle://x"})


def test_a_password_is_in_no_repr(tmp_path: Path) -> None:
    config = folder(tmp_path, settings="database: postgresql://u:very-secret@db/tocsin\n")

    assert "very-secret" not in repr(loaded(config))


def test_the_digest_changes_with_any_file_and_with_nothing_else(tmp_path: Path) -> None:
    digest = loaded(folder(tmp_path)).digest

    later = load(folder(tmp_path), environ={}, now=datetime(2030, 1, 1, tzinfo=UTC))
    commented = loaded(folder(tmp_path, watchlist=f"{WATCHLIST}# a comment\n"))
    settled = loaded(folder(tmp_path, settings="# none\n"))

    assert later.digest == digest
    assert len({digest, commented.digest, settled.digest}) == 3


def test_norway_and_the_morning_are_text(tmp_path: Path) -> None:
    config = folder(
        tmp_path,
        watchlist="watches: [{name: NO, note: 08:00, owner: 2027-01-01, languages: [NO]}]\n",
    )

    watch = loaded(config).watchlist.watches[0]

    assert (watch.name, watch.note, watch.owner) == ("NO", "08:00", "2027-01-01")
    assert watch.languages == {"no"}


def test_a_yaml_version_in_the_file_changes_nothing(tmp_path: Path) -> None:
    config = folder(tmp_path, watchlist="%YAML 1.1\n---\nwatches: [{name: NO}]\n")

    assert loaded(config).watchlist.watches[0].name == "NO"


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    body = b"\xef\xbb\xbf" + WATCHLIST.replace("\n", "\r\n").encode()

    assert loaded(folder(tmp_path, watchlist=body)).watchlist.watches[0].id == "quds-force"


def test_words_can_be_written_once_and_used_again(tmp_path: Path) -> None:
    text = "watches:\n- {name: A1, near: &iraq {any: [Iraq]}}\n- {name: B2, near: *iraq}\n"

    watches = loaded(folder(tmp_path, watchlist=text)).watchlist.watches

    assert [watch.near for watch in watches] == [Context(("Iraq",))] * 2


def test_references_cannot_be_made_to_explode(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]

    with pytest.raises(ConfigError, match="references repeat more than"):
        loaded(folder(tmp_path, watchlist="\n".join(lines)))


def test_an_empty_list_of_watches_or_sources_is_allowed(tmp_path: Path) -> None:
    configuration = loaded(folder(tmp_path, sources="sources: []", watchlist="watches: []"))

    assert configuration.sources == ()
    assert configuration.watchlist.watches == ()


def test_a_watchlist_alone_has_the_default_threshold(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("watches:\n  - name: Quds Force\n    sources: {ids: [elsewhere]}\n")

    watchlist = load_watchlist(file)

    assert [watch.id for watch in watchlist.watches] == ["quds-force"]
    assert watchlist.threshold == 88


def test_a_watchlist_alone_tells_its_problems_with_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("watches:\n- {id: a, name: A1}\n- {id: a, name: B2, sevrity: low}\n")

    with pytest.raises(ConfigError) as caught:
        load_watchlist(file)

    assert [str(problem) for problem in caught.value.problems] == [
        f'{file}:3: watch "a": duplicate id, first on line 2; give one of them another',
        f'{file}:3: watch "a": unknown key "sevrity"; did you mean `severity`?',
    ]


def test_what_was_read_can_be_found_in_its_file(tmp_path: Path) -> None:
    located = load_located(folder(tmp_path), environ={}, now=NOON)

    assert located.watchlists[0].line(("watches", 0, "name")) == 2
    assert located.sources.line(("sources", 0, "tags")) == 4
    assert located.settings.line(("crawl", "robots")) == 1
    assert located.configuration == loaded(tmp_path / "config")

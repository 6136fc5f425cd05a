"""`tocsin silence`: hold back a watch, a source or a story until a time."""

import getpass
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from monitor.model import Configuration, Silence, SilenceTarget

_STORY = re.compile(r"[0-9a-f]{20}")
LIKE = "`30m`, `8h`, `2d`, or an instant such as `2026-11-30T08:00+01:00`"


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Hold back a watch, a source or a story until a time.", no_args_is_help=True
    )
    group.command("add")(add)
    group.command("list")(list_silences)
    group.command("remove")(remove)
    app.add_typer(group, name="silence")


def add(
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help="`watch:ID`, `source:ID` or `story:ID`.")
    ],
    until: Annotated[str, typer.Option("--for", help=f"How long, or until when: {LIKE}.")],
    reason: Annotated[str, typer.Option(help="Why; shown wherever something is held back.")] = "",
    author: Annotated[
        str | None, typer.Option(help="Who wishes so. Default: you, as the system knows you.")
    ] = None,
    config: ConfigFolder = None,
) -> None:
    """Let something not ring by itself for a while. What is held back comes in a digest then.

    Example: `tocsin silence add watch:green-zone --for 8h --reason "a drill"`
    """
    from monitor.storage import silences
    from monitor.storage.store import open_store

    configuration = load_configuration(config)
    target, target_id = _target(what, configuration)
    now = datetime.now(UTC)
    ends = _instant(until, now)
    by = author or _me()
    with open_store(configuration.settings.database) as store, store.begin() as db:
        added = silences.add(db, target, target_id, until=ends, author=by, reason=reason, now=now)
    print(f"silence {added}: {what} until {ends:%Y-%m-%d %H:%M} UTC")


def list_silences(
    config: ConfigFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False,
) -> None:
    """Show what is held back now, until when, by whom and why.

    Example: `tocsin silence list`
    """
    from monitor.storage import silences
    from monitor.storage.store import open_store

    with open_store(load_configuration(config).settings.database) as store, store.begin() as db:
        found = silences.in_force(db, now=datetime.now(UTC))
    if as_json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    _show(found)


def remove(
    silence_id: Annotated[
        str, typer.Argument(metavar="ID", help="As `tocsin silence list` shows it.")
    ],
    config: ConfigFolder = None,
) -> None:
    """Let it ring again from now on.

    What was held back comes in a digest at once.

    Example: `tocsin silence remove 3`
    """
    from alerts.silencing import end
    from monitor.cli.given import id_of
    from monitor.errors import WorldError
    from monitor.storage.store import open_store

    wanted = id_of(silence_id, shown_by="tocsin silence list")
    settings = load_configuration(config).settings
    with open_store(settings.database) as store, store.begin() as db:
        freed = end(db, wanted, settings=settings.alerts, now=datetime.now(UTC))
    if freed is None:
        raise WorldError(f"there is no silence {wanted} in force: `tocsin silence list` shows them")
    held = f"; {freed:,} that it held back come in the next digest" if freed else ""
    print(f"silence {wanted} has ended{held}")


def _target(what: str, configuration: "Configuration") -> "tuple[SilenceTarget, str]":
    """What is meant, if there is such a thing; a story may be one that is yet to come."""
    from monitor.errors import UsageError

    target, _, target_id = what.partition(":")
    known = {
        "watch": {watch.id for watch in configuration.watchlist.watches},
        "source": {source.id for source in configuration.sources},
        "story": {target_id} if _STORY.fullmatch(target_id) else set(),
    }
    match target:
        case "watch" | "source" | "story" if target_id in known[target] and target_id:
            return target, target_id
        case "watch" | "source" if target_id:
            shown_by = "watch" if target == "watch" else "sources"
            meant = _nearest(target_id, known[target], shown_by=shown_by)
            raise UsageError(f"there is no {target} {target_id!r}{meant}")
        case "story" if target_id:
            raise UsageError(
                f"{target_id!r} is no story's id, such as `tocsin explain URL` shows it"
            )
    named = [f"{kind}:{what}" for kind, ids in known.items() if what in ids]
    meant = f"; did you mean `{named[0]}`?" if named else ""
    raise UsageError(f"{what!r} is neither `watch:ID` nor `source:ID` nor `story:ID`{meant}")


def _nearest(wanted: str, known: set[str], *, shown_by: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; `tocsin {shown_by} list` shows them"


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "somebody at the command line"


def _instant(text: str, now: datetime) -> datetime:
    from monitor.config.values import duration
    from monitor.errors import UsageError

    try:
        until = now + duration(text)
    except OverflowError:
        raise UsageError(f"{text!r} is longer than any calendar: write {LIKE}") from None
    except ValueError:
        try:
            until = datetime.fromisoformat(text)
        except ValueError:
            raise UsageError(f"{text!r} is no span of time and no instant: write {LIKE}") from None
        if until.tzinfo is None:
            raise UsageError(f"{text!r} needs a time and its zone: write {LIKE}") from None
    if until <= now + timedelta(0):
        raise UsageError(f"{text!r} is in the past")
    return until


def _show(found: "list[Silence]") -> None:
    from rich.console import Console

    from monitor.cli.rows import Rows

    if not found:
        print("nothing is silenced")
        return
    rows = Rows("id", "what", "until", "by", "why")
    for one in found:
        until = f"{one.until:%Y-%m-%d %H:%M} UTC"
        rows.add(str(one.id), f"{one.target}:{one.target_id}", until, one.author, one.reason)
    Console().print(rows)


def _as_json(one: "Silence") -> dict[str, object]:
    return {
        "id": one.id,
        "target": one.target,
        "target_id": one.target_id,
        "until": one.until.isoformat(),
        "author": one.author,
        "reason": one.reason,
        "created_at": one.created_at.isoformat(),
    }

"""What is remembered of each source between looks, and what operations were told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, select

from monitor.model import Activity, Asks, SourceCondition, SourceKind, SourceState, Told
from monitor.storage.dialects import Insert, insert, insert_in, replaced
from monitor.storage.tables import source_state, source_told

_STATE = select(source_state).where(source_state.c.source_id == bindparam("of_source"))


@dataclass(frozen=True, slots=True)
class Heard:
    """When a source answered well: for the first time, and last."""

    first_at: datetime | None = None
    last_at: datetime | None = None


def state_of(db: Connection, source_id: str) -> SourceState:
    """How the source was doing when we last looked; NEW where we never did."""
    row = db.execute(_STATE, {"of_source": source_id}).mappings().first()
    return _state(row) if row else SourceState(source_id)


def all_states(db: Connection) -> dict[str, SourceState]:
    """How every source that we ever looked at was doing, by its id."""
    return {row["source_id"]: _state(row) for row in db.execute(select(source_state)).mappings()}


def troubled(db: Connection, source_ids: Iterable[str] = ()) -> dict[str, SourceState]:
    """How those were doing that were not well when we last looked, and these, by their ids."""
    well = [condition.value for condition in SourceCondition if condition.is_well]
    asked_for = source_state.c.source_id.in_(list(source_ids))
    question = select(source_state).where(source_state.c.condition.not_in(well) | asked_for)
    return {row["source_id"]: _state(row) for row in db.execute(question).mappings()}


def save_state(db: Connection, state: SourceState) -> None:
    """Remember how the source is doing now, over what was remembered before."""
    row: dict[str, Any] = {field.name: getattr(state, field.name) for field in fields(state)} | {
        "condition": state.condition.value,
        "kind": state.kind and state.kind.value,
        "activity": state.activity and _activity_as_json(state.activity),
        "asks": state.asks and _asks_as_json(state.asks),
        "dark_before": [[_plain(at) for at in spell] for spell in state.dark_before],
    }
    db.execute(_saving(db.dialect.name), row)


def told(db: Connection) -> dict[str, Told]:
    """The last that operations were told of each source, by its id."""
    return {row.source_id: _told(row._mapping) for row in db.execute(select(source_told))}


def mark_told(db: Connection, marks: Mapping[str, Told]) -> None:
    """Operations have been told this now of each of these sources."""
    for source_id, mark in marks.items():
        row = {**asdict(mark), "condition": mark.condition.value}
        saved = insert(db, source_told).values(source_id=source_id, **row)
        db.execute(saved.on_conflict_do_update(index_elements=["source_id"], set_=row))


def forget_told(db: Connection, source_ids: Iterable[str]) -> None:
    """What operations were told of these sources concerns nobody any more."""
    db.execute(delete(source_told).where(source_told.c.source_id.in_(list(source_ids))))


@cache
def _saving(dialect: str) -> Insert:
    names = source_state.c.keys()
    return replaced(insert_in(dialect, source_state), keys=["source_id"], names=names)


def _state(row: RowMapping) -> SourceState:
    kind, activity, asks = row["kind"], row["activity"], row["asks"]
    return SourceState(
        **{
            **row,
            "condition": SourceCondition(row["condition"]),
            "kind": SourceKind(kind) if kind else None,
            "activity": _activity(activity) if activity else None,
            "asks": _asks(asks) if asks else None,
            "dark_before": tuple(_spell(*spell) for spell in row["dark_before"]),
        }
    )


def _spell(began: str, ended: str) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(began), datetime.fromisoformat(ended)


def _told(row: RowMapping) -> Told:
    return Told(SourceCondition(row["condition"]), row["at"], row["with_others"])


def _activity_as_json(activity: Activity) -> dict[str, Any]:
    return {field.name: _plain(getattr(activity, field.name)) for field in fields(activity)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _activity(kept: Mapping[str, Any]) -> Activity:
    """What `_activity_as_json` wrote, perhaps by another version: its extra figures are left."""
    known = {field.name: kept[field.name] for field in fields(Activity) if field.name in kept}
    read: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in known.items()
    }
    for name in ("since", "until", "last_new_at"):
        if kept.get(name):
            read[name] = datetime.fromisoformat(kept[name])
    return Activity(**read)


def _asks_as_json(asks: Asks) -> dict[str, Any]:
    return {
        "fresh_for": asks.fresh_for.total_seconds() if asks.fresh_for else None,
        "skip_hours": sorted(asks.skip_hours),
        "skip_days": sorted(asks.skip_days),
    }


def _asks(kept: Mapping[str, Any]) -> Asks:
    seconds = kept["fresh_for"]
    return Asks(
        fresh_for=timedelta(seconds=seconds) if seconds else None,
        skip_hours=frozenset(kept["skip_hours"]),
        skip_days=frozenset(kept["skip_days"]),
    )

"""What is remembered of each source between looks."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from monitor.model import SourceCondition, SourceKind, SourceState
from monitor.storage.dialects import insert
from monitor.storage.tables import source_state


def state_of(db: Connection, source_id: str) -> SourceState:
    """How the source was doing when we last looked; NEW where we never did."""
    question = select(source_state).where(source_state.c.source_id == source_id)
    row = db.execute(question).mappings().first()
    return _state(row) if row else SourceState(source_id)


def all_states(db: Connection) -> dict[str, SourceState]:
    """How every source that we ever looked at was doing, by its id."""
    return {row["source_id"]: _state(row) for row in db.execute(select(source_state)).mappings()}


def save_state(db: Connection, state: SourceState) -> None:
    """Remember how the source is doing now, over what was remembered before."""
    row: dict[str, Any] = {
        **asdict(state),
        "condition": state.condition.value,
        "kind": state.kind and state.kind.value,
    }
    saved = insert(db, source_state).values(row)
    db.execute(saved.on_conflict_do_update(index_elements=["source_id"], set_=row))


def _state(row: RowMapping) -> SourceState:
    kind = row["kind"] and SourceKind(row["kind"])
    return SourceState(**{**row, "condition": SourceCondition(row["condition"]), "kind": kind})

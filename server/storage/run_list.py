"""Lists of runs: found by design, state, words, tag and time, each with its steps and results in few queries."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.storage.tables import DesignRow, RunRow, StepRow

#: Databases take so many values in one question.
AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which runs are asked for; None and empty mean all."""

    design: str | None = None
    states: tuple[str, ...] = ()
    text: str = ""
    tag: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 200
    offset: int = 0


def found(session: Session, wanted: Wanted) -> list[tuple[RunRow, DesignRow]]:
    """The runs of designs that are there, newest first, each with its design."""
    query = select(RunRow, DesignRow).join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
    query = query.where(col(DesignRow.deleted_at).is_(None), col(DesignRow.hidden).is_(False))
    for condition in _conditions(wanted):
        query = query.where(condition)
    # Documents are the larger part of a row, and no list shows them.
    query = query.options(defer(RunRow.document), defer(DesignRow.document))  # type: ignore[arg-type]
    query = query.order_by(col(RunRow.created_at).desc(), col(RunRow.number).desc())
    if not wanted.text.strip():
        return list(session.exec(query.offset(wanted.offset).limit(wanted.limit)))
    # Not in SQL: SQLite knows upper and lower case of English letters only.
    words = wanted.text.casefold().split()
    matching = [row for row in session.exec(query) if _mentions(row, words)]
    return matching[wanted.offset : wanted.offset + wanted.limit]


def _mentions(row: tuple[RunRow, DesignRow], words: Sequence[str]) -> bool:
    run, design = row
    text = "\n".join((design.name, run.note, *run.tags)).casefold()
    return all(word in text for word in words)


def _conditions(wanted: Wanted) -> list[Any]:
    conditions: list[Any] = []
    if wanted.design:
        conditions.append(col(RunRow.design_id) == wanted.design)
    if wanted.states:
        conditions.append(col(RunRow.state).in_(wanted.states))
    if wanted.tag:
        conditions.append(_tags().contains(json.dumps(wanted.tag), autoescape=True))
    if wanted.since:
        conditions.append(col(RunRow.created_at) >= wanted.since)
    if wanted.until:
        conditions.append(col(RunRow.created_at) <= wanted.until)
    return conditions


def _tags() -> Any:
    return cast(col(RunRow.tags), String)


def tags(session: Session) -> list[str]:
    """All tags that runs have, in order."""
    rows = session.exec(select(RunRow.tags).where(_tags() != "[]"))
    return sorted({tag for row in rows for tag in row})


def steps_of(session: Session, run_ids: Sequence[str]) -> dict[str, list[StepRow]]:
    """{run: its steps, in the order of its plan}"""
    steps: dict[str, list[StepRow]] = defaultdict(list)
    for start in range(0, len(run_ids), AT_ONCE):
        query = select(StepRow).where(col(StepRow.run_id).in_(run_ids[start : start + AT_ONCE]))
        for step in session.exec(query.order_by(col(StepRow.position))):
            steps[step.run_id].append(step)
    return steps

"""Lists of runs: found by design, state, words, tag and time, each with its steps and results in few queries."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from server.storage.listings import ListingRow
from server.storage.paging import Page, behind, cursor, read_cursor, words_in
from server.storage.tables import RunRow, StepRow

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
    #: Where the page begins: the place behind the last run of the one before.
    after: str | None = None


def page(session: Session, wanted: Wanted) -> Page[tuple[RunRow, str]]:
    """The runs of designs that are listed, newest first, each with the name of its design; raises BadCursor."""
    conditions = [col(ListingRow.listed).is_(True), *_conditions(wanted)]
    whose = col(ListingRow.design_id) == col(RunRow.design_id)
    query = select(RunRow, ListingRow.name).join(ListingRow, whose).where(*conditions)
    # Documents are the larger part of a row, and no list shows them.
    query = query.options(defer(RunRow.document))  # type: ignore[arg-type]
    if wanted.after is not None:
        place = read_cursor(wanted.after, datetime)
        query = query.where(behind(col(RunRow.created_at), col(RunRow.id), place, down=True))
    query = query.order_by(col(RunRow.created_at).desc(), col(RunRow.id).desc())
    rows = [(row[0], row[1]) for row in session.exec(query.offset(wanted.offset).limit(wanted.limit + 1))]
    total = session.exec(select(func.count()).select_from(RunRow).join(ListingRow, whose).where(*conditions)).one()
    more, rows = len(rows) > wanted.limit, rows[: wanted.limit]
    return Page(rows, total, cursor(rows[-1][0].created_at, rows[-1][0].id) if more else None)


def by_id(session: Session, ids: Sequence[str]) -> list[RunRow]:
    """The runs with these ids, without their documents."""
    rows: list[RunRow] = []
    for start in range(0, len(ids), AT_ONCE):
        query = select(RunRow).where(col(RunRow.id).in_(ids[start : start + AT_ONCE]))
        rows += session.exec(query.options(defer(RunRow.document)))  # type: ignore[arg-type]
    return rows


def _conditions(wanted: Wanted) -> list[Any]:
    conditions = words_in([col(ListingRow.name_key), col(RunRow.search)], wanted.text)
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

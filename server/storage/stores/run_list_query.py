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

from server.storage.orm.core_tables import RunRow, StepRow
from server.storage.stores.cursor_paging import (
    ListPage,
    build_cursor_condition,
    build_search_conditions,
    decode_cursor,
    encode_cursor,
)
from server.storage.stores.design_listings import DesignListingRow

#: Databases take so many values in one question.
IDS_PER_QUERY = 500


@dataclass(frozen=True)
class RunFilter:
    """Which runs are asked for; None and empty mean all."""

    design: str | None = None
    states: tuple[str, ...] = ()
    text: str = ""
    tag: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 200
    offset: int = 0
    #: Where the page begins: the position behind the last run of the one before.
    after: str | None = None


def query_run_page(session: Session, filters: RunFilter) -> ListPage[tuple[RunRow, str]]:
    """The runs of designs that are listed, newest first, each with the name of its design; raises InvalidCursor."""
    conditions = [col(DesignListingRow.listed).is_(True), *_build_conditions(filters)]
    same_design = col(DesignListingRow.design_id) == col(RunRow.design_id)
    query = select(RunRow, DesignListingRow.name).join(DesignListingRow, same_design).where(*conditions)
    # Documents are the larger part of a row, and no list shows them.
    query = query.options(defer(RunRow.document))  # type: ignore[arg-type]
    if filters.after is not None:
        position = decode_cursor(filters.after, datetime)
        query = query.where(build_cursor_condition(col(RunRow.created_at), col(RunRow.id), position, descending=True))
    query = query.order_by(col(RunRow.created_at).desc(), col(RunRow.id).desc())
    rows = [(row[0], row[1]) for row in session.exec(query.offset(filters.offset).limit(filters.limit + 1))]
    total = session.exec(
        select(func.count()).select_from(RunRow).join(DesignListingRow, same_design).where(*conditions)
    ).one()
    has_more, rows = len(rows) > filters.limit, rows[: filters.limit]
    return ListPage(rows, total, encode_cursor(rows[-1][0].created_at, rows[-1][0].id) if has_more else None)


def get_runs_by_id(session: Session, ids: Sequence[str]) -> list[RunRow]:
    """The runs with these ids, without their documents."""
    rows: list[RunRow] = []
    for start in range(0, len(ids), IDS_PER_QUERY):
        query = select(RunRow).where(col(RunRow.id).in_(ids[start : start + IDS_PER_QUERY]))
        rows += session.exec(query.options(defer(RunRow.document)))  # type: ignore[arg-type]
    return rows


def _build_conditions(filters: RunFilter) -> list[Any]:
    conditions = build_search_conditions([col(DesignListingRow.name_key), col(RunRow.search)], filters.text)
    if filters.design:
        conditions.append(col(RunRow.design_id) == filters.design)
    if filters.states:
        conditions.append(col(RunRow.state).in_(filters.states))
    if filters.tag:
        conditions.append(_cast_tags().contains(json.dumps(filters.tag), autoescape=True))
    if filters.since:
        conditions.append(col(RunRow.created_at) >= filters.since)
    if filters.until:
        conditions.append(col(RunRow.created_at) <= filters.until)
    return conditions


def _cast_tags() -> Any:
    return cast(col(RunRow.tags), String)


def list_tags(session: Session) -> list[str]:
    """All tags that runs have, in order."""
    rows = session.exec(select(RunRow.tags).where(_cast_tags() != "[]"))
    return sorted({tag for row in rows for tag in row})


def get_steps_by_run(session: Session, run_ids: Sequence[str]) -> dict[str, list[StepRow]]:
    """{run: its steps, in the order of its plan}"""
    steps: dict[str, list[StepRow]] = defaultdict(list)
    for start in range(0, len(run_ids), IDS_PER_QUERY):
        query = select(StepRow).where(col(StepRow.run_id).in_(run_ids[start : start + IDS_PER_QUERY]))
        for step in session.exec(query.order_by(col(StepRow.position))):
            steps[step.run_id].append(step)
    return steps

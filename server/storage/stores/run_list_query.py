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

from server.storage.orm.core_tables import RunRow, StepRow
from server.storage.stores.cursor_paging import (
    IDS_PER_QUERY,
    ListOrderKey,
    ListPage,
    PageRequest,
    build_search_conditions,
    query_page,
)
from server.storage.stores.design_listings import DesignListingRow

#: Documents are the larger part of a row, and no list shows them.
WITHOUT_DOCUMENT = defer(RunRow.document)  # type: ignore[arg-type]


@dataclass(frozen=True)
class RunFilter:
    """Which runs are asked for; None and empty mean all."""

    design: str | None = None
    states: tuple[str, ...] = ()
    text: str = ""
    tag: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def query_run_page(session: Session, filters: RunFilter, request: PageRequest) -> ListPage[tuple[RunRow, str]]:
    """The runs of designs that are listed, newest first, each with the name of its design; raises InvalidCursor."""
    same_design = col(DesignListingRow.design_id) == col(RunRow.design_id)
    query = select(RunRow, DesignListingRow.name).join(DesignListingRow, same_design)
    query = query.where(col(DesignListingRow.listed).is_(True), *_build_conditions(filters))
    order = [ListOrderKey(col(RunRow.created_at), datetime, True), ListOrderKey(col(RunRow.id), str, True)]
    return query_page(session, query, order, request, [WITHOUT_DOCUMENT])


def query_design_run_page(session: Session, design_id: str, request: PageRequest) -> ListPage[RunRow]:
    """The runs of a design, newest first; raises InvalidCursor."""
    query = select(RunRow).where(RunRow.design_id == design_id)
    return query_page(session, query, [ListOrderKey(col(RunRow.number), int, True)], request, [WITHOUT_DOCUMENT])


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

"""The audit log, for owners of the server: read with a filter, or downloaded as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, JsonValue

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.permissions import Route
from server.api.core.router import Router, is_on_team_servers
from server.auth import audit_log
from server.auth.audit_log import AuditQuery
from server.storage.table_data.arrow_io import escape_formula

router = Router(prefix="/api", tags=["audit log"], route_class=Route, served=is_on_team_servers)

TEXT_COLUMNS = ("person", "address", "action", "workspace", "subject", "design_id", "run_id", "isolation")
CSV_COLUMNS = ("id", "at", *TEXT_COLUMNS, "details")


class AuditEntryRead(BaseModel):
    """Something that somebody did. Names are as they were then.

    `isolation` is the isolation level of the code of a run or a live preview."""

    id: int
    at: datetime
    person: str
    address: str
    action: str
    workspace: str
    subject: str
    design_id: str | None
    run_id: str | None
    isolation: str | None
    details: dict[str, JsonValue]


async def _parse_audit_query(
    action: Annotated[
        str, Query(max_length=60, description="The beginning of the action, such as `login` or `run`.")
    ] = "",
    text: Annotated[str, Query(max_length=200, description="Words to find in names, addresses and subjects.")] = "",
    design: Annotated[str, Query(max_length=64, description="The id of the design that the entry is about.")] = "",
    since: Annotated[datetime | None, Query(description="The time of the oldest entry.")] = None,
    until: Annotated[datetime | None, Query(description="The time of the newest entry.")] = None,
) -> AuditQuery:
    return AuditQuery(action, text, design, since, until)


AuditQueryDep = Annotated[AuditQuery, Depends(_parse_audit_query)]


@router.get("/audit", needs="server")
def list_audit_entries(
    session: ReadSessionDep,
    query: AuditQueryDep,
    before: Annotated[int | None, Query(le=2**63 - 1, description="Continue after the entry with this id.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many entries.")] = 100,
) -> list[AuditEntryRead]:
    """What was done on this server, newest first."""
    return [
        AuditEntryRead.model_validate(row.model_dump())
        for row in audit_log.search_audit_log(session, query, before, limit)
    ]


@router.get("/audit.csv", needs="server", response_class=Response)
def download_audit(context: ContextDep, query: AuditQueryDep) -> Response:
    """The entries as CSV, safe to open in a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return StreamingResponse(_iterate_csv(context, query), media_type="text/csv; charset=utf-8", headers=headers)


def _iterate_csv(context: AppContext, query: AuditQuery) -> Iterator[str]:
    yield _format_csv_line(CSV_COLUMNS)
    with context.database.read_session() as session:
        for row in audit_log.search_audit_log(session, query, limit=None):
            details = json.dumps(row.details, ensure_ascii=False) if row.details else ""
            texts = [*(getattr(row, name) or "" for name in TEXT_COLUMNS), details]
            yield _format_csv_line((str(row.id), row.at.isoformat(), *map(escape_formula, texts)))


def _format_csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()

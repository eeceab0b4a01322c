"""The audit log, for owners of the server: read with a filter, or downloaded as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from server.api.context import Context, Reading, Running
from server.people import audit
from server.people.audit import Wanted
from server.storage.tabular import inert_text

router = APIRouter(tags=["audit log"])

TEXTS = ("person", "address", "action", "workspace", "subject", "design_id", "run_id", "isolation")
COLUMNS = ("id", "at", *TEXTS, "details")


class AuditEntry(BaseModel):
    """Something that somebody did. Names are as they were then.

    `isolation` is the level that the code of a run or a live sample was kept apart at."""

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
    details: dict[str, Any]


def _wanted(
    action: Annotated[str, Query(max_length=60, description="How the action begins, as `login` or `run`.")] = "",
    text: Annotated[str, Query(max_length=200, description="Words in names, addresses and subjects.")] = "",
    design: Annotated[str, Query(max_length=64, description="The id of the design that it is about.")] = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Wanted:
    return Wanted(action, text, design, since, until)


Asked = Annotated[Wanted, Depends(_wanted)]


@router.get("/audit")
def read_audit(
    session: Reading,
    wanted: Asked,
    before: Annotated[int | None, Query(le=2**63 - 1, description="Go on behind the entry with this id.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[AuditEntry]:
    """What was done on this server, newest first."""
    return [AuditEntry.model_validate(row.model_dump()) for row in audit.found(session, wanted, before, limit)]


@router.get("/audit.csv", response_class=Response)
def download_audit(context: Running, wanted: Asked) -> Response:
    """The entries as CSV, safe to open in a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return StreamingResponse(_lines(context, wanted), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(context: Context, wanted: Wanted) -> Iterator[str]:
    yield _line(COLUMNS)
    with context.database.reading() as session:
        for row in audit.found(session, wanted, limit=None):
            details = json.dumps(row.details, ensure_ascii=False) if row.details else ""
            texts = [*(getattr(row, name) or "" for name in TEXTS), details]
            yield _line((str(row.id), row.at.isoformat(), *map(inert_text, texts)))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()

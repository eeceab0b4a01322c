"""What machines ask: is the process there, may requests be sent to it, and what may crawlers read."""

import shutil
from collections.abc import Iterator

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.api.context import Context, Running
from server.storage.database import revision_of, revisions

router = APIRouter(include_in_schema=False)

#: Answered under any host name, as probes ask by address: they tell nothing of anybody's work.
PROBES = ("/healthz", "/readyz")
ROBOTS = "/robots.txt"


@router.get("/healthz")
def read_health(context: Running, response: Response) -> dict[str, str]:
    """Whether requests can be answered: the process is there, and so is its database."""
    if not _database_answers(context):
        response.status_code = 503
        return {"status": "the database does not answer"}
    return {"status": "ok"}


@router.get("/readyz")
def read_readiness(context: Running, response: Response) -> dict[str, str | list[str]]:
    """Whether work can be done here; where it cannot, why."""
    reasons = list(unready(context))
    if not reasons:
        return {"status": "ready"}
    response.status_code = 503
    return {"status": "not ready", "reasons": reasons}


def unready(context: Context) -> Iterator[str]:
    """Why no work can be done, a sentence for each reason."""
    if context.broadcast.closing:
        yield "The server is stopping."
    if not _database_answers(context):
        yield "The database does not answer."
    elif not _migrated(context):
        yield "The tables are not those of this version."
    if not context.pool.ready_for_runs:
        context.soon(context.pool.revive)
        yield f"The processes for steps ({context.isolation.level}) have ended. They are started anew."
    reserve, free = context.settings.disk_reserve, shutil.disk_usage(context.settings.folder).free
    if free < reserve:
        yield f"The data folder has {free / 2**20:,.0f} MiB of free space. {reserve / 2**20:,.0f} MiB are kept free."


@router.get(ROBOTS, response_class=PlainTextResponse)
def refuse_crawlers() -> str:
    """Nothing here is for search engines."""
    return "User-agent: *\nDisallow: /\n"


def _database_answers(context: Context) -> bool:
    try:
        with context.database.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _migrated(context: Context) -> bool:
    with context.database.reading() as session:
        return revision_of(session.connection()) == revisions()[-1]

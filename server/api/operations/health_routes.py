"""What machines ask: is the process there, may requests be sent to it, and what may crawlers read."""

import shutil
from collections.abc import Iterator

from fastapi import Response
from fastapi.responses import PlainTextResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.storage.database import get_revision, list_revisions

router = Router(include_in_schema=False, route_class=Route)

#: Answered under any host name, as probes ask by address: they tell nothing of anybody's work.
PROBE_PATHS = ("/healthz", "/readyz")
ROBOTS_PATH = "/robots.txt"


@router.get("/healthz", needs="anyone")
def read_health(context: ContextDep, response: Response) -> dict[str, str]:
    """Whether requests can be answered: the process is there, and so is its database."""
    if not _is_database_up(context):
        response.status_code = 503
        return {"status": "the database is not responding"}
    return {"status": "ok"}


@router.get("/readyz", needs="anyone")
def read_readiness(context: ContextDep, response: Response) -> dict[str, str | list[str]]:
    """Whether work can be done here; where it cannot, why."""
    reasons = list(list_unready_reasons(context))
    if not reasons:
        return {"status": "ready"}
    response.status_code = 503
    return {"status": "not ready", "reasons": reasons}


def list_unready_reasons(context: AppContext) -> Iterator[str]:
    """Why no work can be done, a sentence for each reason."""
    if context.event_bus.closing:
        yield "The server is shutting down."
    if not _is_database_up(context):
        yield "The database is not responding."
    elif not _is_migrated(context):
        yield "The database tables do not match this version."
    if not context.sandbox_pool.is_ready:
        context.call_in_loop(context.sandbox_pool.restart)
        yield f"The processes for steps ({context.isolation.level}) have ended. They are being restarted."
    reserve, free = context.settings.disk_reserve, shutil.disk_usage(context.settings.folder).free
    if free < reserve:
        yield f"The data folder has {free / 2**20:,.0f} MiB of free space. {reserve / 2**20:,.0f} MiB are kept free."


@router.get(ROBOTS_PATH, needs="anyone", response_class=PlainTextResponse)
def refuse_crawlers() -> str:
    """Nothing here is for search engines."""
    return "User-agent: *\nDisallow: /\n"


def _is_database_up(context: AppContext) -> bool:
    try:
        with context.database.read_session() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _is_migrated(context: AppContext) -> bool:
    with context.database.read_session() as session:
        return get_revision(session.connection()) == list_revisions()[-1]

"""The program itself: is it up, what is it, how well are steps isolated."""

import os

from pydantic import BaseModel

from server.api.core.app_context import ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.runs.run_schemas import IsolationRead
from server.runs.sandbox import isolation_probe
from server.version import VERSION

router = Router(prefix="/api", tags=["system"], route_class=Route)


class EscapeAttemptRead(BaseModel):
    """A way out of the boundary that was tried when the server started, in words that follow "Scripts can"."""

    words: str
    held: bool


class SystemRead(BaseModel):
    """This server."""

    version: str
    cores: int
    slots: int
    isolation: IsolationRead
    #: What was attempted from where a script runs, what succeeded first.
    attempts: list[EscapeAttemptRead]
    home: str


@router.get("/system", needs="person")
async def read_system(context: ContextDep) -> SystemRead:
    """Version, cores, the isolation level, and all attempts that tested it."""
    found = await isolation_probe.find_isolation(context.settings.isolation)
    return SystemRead(
        version=VERSION,
        cores=os.cpu_count() or 1,
        slots=context.settings.slots,
        isolation=context.isolation,
        attempts=[EscapeAttemptRead(words=one.description, held=one.is_held_back) for one in found.findings],
        home=str(context.settings.folder),
    )

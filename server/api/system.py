"""The program itself: is it up, what is it, how well are steps isolated."""

import os

from fastapi import APIRouter
from pydantic import BaseModel

from server.api.context import Running
from server.runs import probe
from server.runs.told import Isolation
from server.version import VERSION

router = APIRouter(tags=["system"])


class EscapeAttempt(BaseModel):
    """A way out of the boundary that was tried when the server started, in words that follow "Scripts can"."""

    words: str
    held: bool


class System(BaseModel):
    """This server."""

    version: str
    cores: int
    slots: int
    isolation: Isolation
    #: What was attempted from where a script runs, what succeeded first.
    attempts: list[EscapeAttempt]
    home: str


@router.get("/system")
async def read_system(context: Running) -> System:
    """Version, cores, the isolation level that held when it was probed, and all that was tried."""
    found = await probe.isolation(context.settings.isolation)
    return System(
        version=VERSION,
        cores=os.cpu_count() or 1,
        slots=context.settings.slots,
        isolation=context.isolation,
        attempts=[EscapeAttempt(words=one.words, held=one.held) for one in found.attempts],
        home=str(context.settings.folder),
    )

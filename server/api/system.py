"""The program itself: is it up, what is it, how well are steps isolated."""

import os

from fastapi import APIRouter
from pydantic import BaseModel

from server.api.context import Running
from server.runs.told import Isolation
from server.version import VERSION

router = APIRouter(tags=["system"])


class System(BaseModel):
    """This server."""

    version: str
    cores: int
    slots: int
    isolation: Isolation
    home: str


@router.get("/system")
def read_system(context: Running) -> System:
    """Version, cores, and the isolation level that held when it was probed."""
    return System(
        version=VERSION,
        cores=os.cpu_count() or 1,
        slots=context.settings.slots,
        isolation=context.isolation,
        home=str(context.settings.folder),
    )

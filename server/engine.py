"""The engine of a server or of a command line: storage, sandboxes and executor, put together from the settings."""

import asyncio
import os
import shutil
from contextlib import suppress
from pathlib import Path

from modules.kit import catalog
from server.runs import probe
from server.runs.broadcast import Broadcast
from server.runs.engine import Engine
from server.runs.errands import Bounds, Errands
from server.runs.executors.local import LocalExecutor
from server.runs.inspector import Inspector
from server.runs.pool import SandboxPool
from server.runs.privileges import step_user
from server.runs.quotas import Limits as Usual
from server.runs.quotas import Quotas
from server.runs.recorder import Recorder
from server.runs.secrets import Secrets
from server.runs.steps import Limits
from server.runs.told import Budget, Isolation
from server.settings import Settings
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database
from server.storage.disk import Disk
from server.storage.sealing import Seal


async def made_engine(
    settings: Settings, database: Database, store: ArtifactStore, *, warm: bool = True
) -> tuple[Engine, Isolation]:
    """An engine whose sandboxes are warming, if they are to be, and the isolation level that they have."""
    found = await probe.isolation(settings.isolation)
    _sweep(store.runs)
    store.let_read(step_user(found.by))
    store.sweep_uploads()
    pool = SandboxPool(
        store.runs / str(os.getpid()),
        [store.objects],
        found.by,
        at_once=settings.slots,
        processes=settings.step_processes,
    )
    await pool.open(warm=warm)
    store.inspect = Inspector(pool, asyncio.get_running_loop())
    broadcast, disk = Broadcast(), Disk(settings.folder, settings.disk_reserve)
    seal = Seal(settings.folder)
    engine = Engine(
        database=database,
        store=store,
        catalog=catalog(),
        pool=pool,
        executor=LocalExecutor(settings.slots),
        recorder=Recorder(database, store, broadcast, disk),
        broadcast=broadcast,
        limits=_limits(settings),
        errands=Errands(database, seal, _bounds(settings)),
        secrets=Secrets(database, seal),
        quotas=await _opened_quotas(settings, database),
        disk=disk,
        barred=probe.barring(found, settings.isolation),
    )
    told = Isolation(
        level=found.level,
        by=found.by,
        description=" ".join((found.description, *found.remarks)),
        advice=found.advice,
        barred=engine.barred,
        budget=_budget(engine.limits),
    )
    return engine, told


async def _opened_quotas(settings: Settings, database: Database) -> Quotas:
    """The limits of workspaces, with what each holds counted."""
    usual = Usual(settings.workspace_storage, settings.workspace_steps, settings.workspace_runs)
    made = Quotas(database, usual, team=settings.team)
    await asyncio.to_thread(made.open)
    return made


def _limits(settings: Settings) -> Limits:
    """What one step may take."""
    return Limits(
        memory_bytes=settings.step_memory,
        seconds=settings.step_seconds or None,
        output_bytes=settings.step_output,
        processes=settings.step_processes,
        files=settings.step_files,
    )


def _budget(limits: Limits) -> Budget:
    """What is told of the limits."""
    return Budget(
        memory=limits.memory_bytes,
        written=limits.output_bytes,
        seconds=limits.seconds,
        files=limits.files,
        processes=limits.processes,
    )


def _bounds(settings: Settings) -> Bounds:
    """What fetching and delivering may take."""
    return Bounds(settings.fetch_seconds, settings.upload_limit, settings.step_memory, allowed_hosts(settings))


def allowed_hosts(settings: Settings) -> tuple[str, ...]:
    """The addresses of the own network that may be reached."""
    return tuple(entry for text in settings.allowed_hosts.split(",") if (entry := text.strip()))


def _sweep(folder: Path) -> None:
    """Remove the work folders of processes that are gone."""
    for left in folder.iterdir():
        with suppress(ValueError, PermissionError):
            try:
                os.kill(int(left.name), 0)
            except ProcessLookupError:
                shutil.rmtree(left, ignore_errors=True)

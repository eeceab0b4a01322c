"""A whole engine for a benchmark: database, store and sandboxes in a folder that is gone afterwards."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modules.kit import catalog
from server.engine import made_engine
from server.runs.engine import Engine
from server.runs.runner import Runner
from server.runs.starting import Analyst, start
from server.runs.told import Run, told_run
from server.settings import Settings
from server.storage import designs, runs
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database

Nodes = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Ran:
    """A run that is over: the seconds until its last state was durable, and until its views were there, too."""

    run: Run
    seconds: float
    seconds_with_views: float


@dataclass
class Running:
    """The engine with a runner on it."""

    engine: Engine
    runner: Runner
    level: str
    design: str | None = None

    async def run(self, nodes: Nodes) -> Ran:
        """Run a design of these nodes; all runs are of one design, as when its user presses Run again."""
        run_id = self._start(nodes)
        await self.engine.pool.ready()  # as when a user presses Run a few seconds after opening the app
        began = time.perf_counter()
        over = asyncio.create_task(self._over(run_id))
        await self.runner.submit(run_id)
        ended = time.perf_counter()
        with self.engine.database.reading() as session:
            told = told_run(session, runs.get(session, run_id))
        bad = [f"{step.node}: {step.state} {step.error and step.error.message}" for step in told.steps if step.error]
        assert told.state == "succeeded", f"The run is {told.state}. {bad[:3]}"
        return Ran(told, await over - began, ended - began)

    async def _over(self, run_id: str) -> float:
        """The moment at which whoever watches the design can see that the run is over."""
        async with self.engine.broadcast.watching(self.design or "") as watcher:
            while True:
                await watcher.wait(60)
                with self.engine.database.reading() as session:
                    if runs.get(session, run_id).state not in runs.UNFINISHED:
                        return time.perf_counter()

    def _start(self, nodes: Nodes) -> str:
        document = {"format": 2, "name": "Benchmark", "nodes": nodes}
        with self.engine.database.session() as session:
            row = designs.get(session, self.design) if self.design else designs.create(session, document)
            row.document, self.design = document, row.id
            analyst = Analyst(catalog(), self.engine.store)
            run, problems = start(session, analyst, row, targets=[], key=None, isolation={})
            assert not problems, problems
            return run.id


@asynccontextmanager
async def running() -> AsyncIterator[Running]:
    """An engine in a temporary home, with the isolation that this machine has."""
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as home:
        settings = Settings(home=Path(home), database_url="")
        database = Database(settings.database)
        database.migrate()
        store = ArtifactStore(settings.folder / "store")
        engine, isolation = await made_engine(settings, database, store)
        runner = Runner(engine)
        await runner.open(adopt=False)
        try:
            yield Running(engine, runner, f"{isolation.level} by {isolation.by}")
        finally:
            await runner.close()
            await engine.pool.close()
            database.close()

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
from server.design_analyzer import DesignAnalyzer
from server.run_services_factory import build_run_services
from server.runs.run_schemas import RunRead, to_run_read
from server.runs.run_services import RunServices
from server.runs.scheduling.run_creation import create_run
from server.runs.scheduling.runner import Runner
from server.settings import Settings
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.stores import design_store, run_store

Nodes = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class MeasuredRun:
    """A run that is over: the seconds until its last state was durable, and until its views were there, too."""

    run: RunRead
    seconds: float
    seconds_with_views: float


@dataclass
class BenchmarkEngine:
    """The engine with a runner on it."""

    engine: RunServices
    runner: Runner
    level: str
    design: str | None = None

    async def run(self, nodes: Nodes) -> MeasuredRun:
        """Run a design of these nodes; all runs are of one design, as when its user presses Run again."""
        run_id = self._create_run(nodes)
        await self.engine.pool.wait_ready()  # as when a user presses Run a few seconds after opening the app
        began = time.perf_counter()
        over = asyncio.create_task(self._wait_until_over(run_id))
        await self.runner.submit(run_id)
        ended = time.perf_counter()
        with self.engine.database.read_session() as session:
            response = to_run_read(session, run_store.get_run(session, run_id))
        bad = [
            f"{step.node}: {step.state} {step.error and step.error.message}" for step in response.steps if step.error
        ]
        assert response.state == "succeeded", f"The run is {response.state}. {bad[:3]}"
        return MeasuredRun(response, await over - began, ended - began)

    async def _wait_until_over(self, run_id: str) -> float:
        """The moment at which whoever watches the design can see that the run is over."""
        async with self.engine.event_bus.subscribe(self.design or "") as watcher:
            while True:
                await watcher.wait(60)
                with self.engine.database.read_session() as session:
                    if run_store.get_run(session, run_id).state not in run_store.UNFINISHED_STATES:
                        return time.perf_counter()

    def _create_run(self, nodes: Nodes) -> str:
        document = {"format": 2, "name": "Benchmark", "nodes": nodes}
        with self.engine.database.session() as session:
            row = (
                design_store.get_design(session, self.design)
                if self.design
                else design_store.create_design(session, document)
            )
            row.document, self.design = document, row.id
            analyst = DesignAnalyzer(catalog(), self.engine.store)
            run, problems = create_run(session, analyst, row, targets=[], idempotency_key=None, isolation={})
            assert not problems, problems
            return run.id


@asynccontextmanager
async def running_engine() -> AsyncIterator[BenchmarkEngine]:
    """An engine in a temporary home, with the isolation that this machine has."""
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as home:
        settings = Settings(home=Path(home), database_url="")
        database = Database(settings.database)
        database.migrate()
        store = ArtifactStore(settings.folder / "store")
        engine, isolation = await build_run_services(settings, database, store)
        runner = Runner(engine)
        await runner.open(adopt=False)
        try:
            yield BenchmarkEngine(engine, runner, f"{isolation.level} by {isolation.by}")
        finally:
            await runner.close()
            await engine.pool.close()
            database.close()

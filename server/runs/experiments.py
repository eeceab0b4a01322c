"""Runs that nobody sees, made to answer a question: which change moved a metric, and whether a run can be repeated.

The database keeps each question with what is known so far, so that a server that was ended goes on with it.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from modules.kit import Module
from modules.kit.files import DATA_TYPES
from server import logs
from server.graph.attribution import MOST_UNITS, Moved, ranked, units, variants
from server.graph.difference import changes_between
from server.graph.document import read
from server.graph.environment import differing, environment
from server.graph.own import with_own
from server.graph.reproduction import Reproduction, reproduction
from server.people import audit
from server.runs.lease import held_by_another, take
from server.runs.replaying import Pair, name_of, other_data, quiet, ran, sources, value_of
from server.runs.run_code import TooWeak
from server.runs.runner import Runner
from server.runs.starting import Again, Analyst, start
from server.storage import designs, experiments, runs
from server.storage.database import Database
from server.storage.place import enter, within
from server.storage.tables import DesignRow, ExperimentRow, RunRow, now
from server.storage.writers import Priority

logger = logging.getLogger(__name__)

#: What transactions on experiments write to.
EXPERIMENTS = "experiments"


class CannotTell(Exception):
    """The question has no answer; the message says why."""


class Experiments:
    """All questions that this process works on."""

    def __init__(self, database: Database, analyst: Analyst, runner: Runner, isolation: Mapping[str, Any]) -> None:
        self._database = database
        self._analyst = analyst
        self._runner = runner
        self._isolation = dict(isolation)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Go on with what an ended process has left, now and at every heartbeat of the runner."""
        self._runner.beats.append(self._beat)
        await self._adopt()

    async def close(self) -> None:
        """Stop asking. What is unfinished stays so, for the next start to go on with."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def causes(self, old: str, new: str, node: str, metric: str) -> ExperimentRow:
        """Find out which change between two runs moved a metric of a node."""
        asked = {"against": old, "node": node, "metric": metric}
        return await self._begin(ExperimentRow(kind="causes", about=new, asked=asked))

    async def reproduce(self, run: str) -> ExperimentRow:
        """Replay a run and compare."""
        return await self._begin(ExperimentRow(kind="reproduction", about=run, total=1))

    async def cancel(self, experiment_id: str) -> ExperimentRow:
        """End an experiment and the run that it waits for; raises NotThere."""
        row = await asyncio.to_thread(self._read, experiment_id)
        task = self._tasks.get(experiment_id)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            row = await asyncio.to_thread(self._read, experiment_id)
        if row.state != "running":
            return row
        if row.run_id is not None:
            await self._runner.cancel(row.run_id)
            await self._runner.wait(row.run_id)
        return await self._note(row, state="cancelled", finished_at=now())

    async def _begin(self, row: ExperimentRow) -> ExperimentRow:
        row = await asyncio.to_thread(self._written_down, row)
        self._work_on(row)
        return row

    def _written_down(self, row: ExperimentRow) -> ExperimentRow:
        actor = audit.acting()
        row.asked_by = asdict(actor) if actor is not None else None
        take(row, self._runner.owner)
        with self._database.session() as session:
            runs.get(session, row.about)
            return experiments.add(session, row)

    def _work_on(self, row: ExperimentRow) -> None:
        # Whoever asked may have gone on to something else: the task has a row of its own.
        own = ExperimentRow.model_validate(row.model_dump())
        with logs.about(experiment=row.id):
            task = asyncio.create_task(self._ask(own), name=f"experiment {row.id}")
        self._tasks[row.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(row.id, None))

    async def _beat(self) -> None:
        await asyncio.to_thread(self._renew, list(self._tasks))
        await self._adopt()

    def _renew(self, under_way: Sequence[str]) -> None:
        if not under_way:
            return
        with within(None), self._database.session(EXPERIMENTS, priority=Priority.EDIT) as session:
            for row in experiments.unfinished(session):
                if row.id in under_way:
                    take(row, self._runner.owner)

    async def _adopt(self) -> None:
        """Go on with unfinished experiments that no living process holds."""
        for row in await asyncio.to_thread(self._take_over):
            logger.info("Going on with experiment %s", row.id)
            self._work_on(row)

    def _take_over(self) -> list[ExperimentRow]:
        with within(None), self._database.reading() as session:
            if all(self._held(row) for row in experiments.unfinished(session)):
                return []
        with within(None), self._database.session(EXPERIMENTS) as session:
            found = [row for row in experiments.unfinished(session) if not self._held(row)]
            for row in found:
                take(row, self._runner.owner)
            return found

    def _held(self, row: ExperimentRow) -> bool:
        """Whether a living process works on this experiment."""
        return row.id in self._tasks or held_by_another(row, self._runner.owner)

    def _read(self, experiment_id: str) -> ExperimentRow:
        with self._database.reading() as session:
            return experiments.get(session, experiment_id)

    async def _note(self, row: ExperimentRow, **changed: Any) -> ExperimentRow:
        """Write down how far an experiment is."""

        def written() -> ExperimentRow:
            with within(None), self._database.session(EXPERIMENTS) as session:
                return experiments.change(session, row.id, changed)

        return await asyncio.to_thread(written)

    async def _ask(self, row: ExperimentRow) -> None:
        if self._database.shared:
            enter(row.workspace_id)
        if row.asked_by is not None:
            audit.act_as(audit.actor_of(row.asked_by))
        find = self._find_causes if row.kind == "causes" else self._reproduce
        state, error, answer = "done", None, {}
        try:
            answer = await find(row)
        except (CannotTell, TooWeak, designs.NotThere) as refusal:
            state, error = "failed", str(refusal)
        except Exception:
            number = logs.new_id()
            logger.exception("Experiment ended by an error of the server", extra={"error": number})
            state, error = "failed", f"The server met an error of its own. Quote error {number} to whoever runs it."
        await self._note(row, state=state, error=error, answer=answer, run_id=None, finished_at=now())

    async def _find_causes(self, row: ExperimentRow) -> dict[str, Any]:
        node, metric = str(row.asked["node"]), str(row.asked["metric"])
        pair = await asyncio.to_thread(self._pair, str(row.asked["against"]), row.about, node, metric)
        tried = variants(pair.units, pair.old.document, pair.new.document)
        known: dict[str, float | None] = {
            name_of(pair.old.document, pair.data(())): pair.before,
            name_of(pair.new.document, pair.data(pair.new_data)): pair.after,
            **row.answer.get("known", {}),
        }
        between = [pair.before, pair.after]
        measured: dict[tuple[int, bool], float | None] = {}
        for number, variant in enumerate(tried):
            answer = {"known": known, "between": between}
            await self._note(row, done=number, total=len(tried), answer=answer)
            data = pair.data(variant.new_data)
            name = name_of(variant.document, data)
            if name not in known:
                again = Again(
                    quiet(variant.document, self._analyst.catalog),
                    data,
                    of=pair.new.design_id,
                    from_elsewhere=pair.from_elsewhere,
                )
                run = await self._run(row, again, pair.trusted)
                known[name] = await asyncio.to_thread(self._metric, run, node, metric)
            measured[variant.unit, variant.alone] = known[name]
        await self._note(row, done=len(tried))
        found = ranked(pair.units, pair.before, pair.after, measured)
        return {"causes": [_told_cause(moved) for moved in found], "between": between}

    def _pair(self, old: str, new: str, node: str, metric: str) -> Pair:
        with self._database.reading() as session:
            rows = (runs.get(session, old), runs.get(session, new))
            drawn = [designs.get(session, row.design_id) for row in rows]
            trusted = all(row.trusted for row in rows) and all(one.trusted for one in drawn)
            elsewhere = any(one.from_elsewhere for one in drawn)
            data = [sources(session, row, self._analyst.catalog) for row in rows]
            values = [value_of(session, row.id, node, metric) for row in rows]
            tables = runs.artifacts(session, [*data[0].values(), *data[1].values()])
        changes = changes_between(rows[0].document, rows[1].document, self._analyst.catalog)
        differing_data = other_data(data[0], data[1], rows[1], tables, self._analyst.catalog)
        found = units(changes, rows[0].document, rows[1].document, differing_data)
        if values[0] is None or values[1] is None:
            raise CannotTell("One of the two runs did not measure this metric.")
        if not found:
            raise CannotTell("Nothing that can change a result differs between these two runs.")
        if len(found) > MOST_UNITS:
            raise CannotTell(f"{len(found)} changes lie between these runs; up to {MOST_UNITS} are tried one by one.")
        return Pair(rows[0], rows[1], found, values[0], values[1], data[0], data[1], trusted, elsewhere)

    def _metric(self, run: str, node: str, metric: str) -> float | None:
        with self._database.reading() as session:
            return value_of(session, run, node, metric)

    async def _reproduce(self, row: ExperimentRow) -> dict[str, Any]:
        run, data, design = await asyncio.to_thread(self._earlier, row.about)
        catalog = with_own(read(run.document), self._analyst.catalog)
        document = quiet(run.document, self._analyst.catalog)
        again = Again(document, data, fresh=True, of=run.design_id, from_elsewhere=design.from_elsewhere)
        replayed = await self._run(row, again, run.trusted and design.trusted, run.targets)
        await self._note(row, done=1)
        return {"reproduction": asdict(await asyncio.to_thread(self._compared, run, replayed, catalog))}

    def _earlier(self, run_id: str) -> tuple[RunRow, dict[str, str], DesignRow]:
        with self._database.reading() as session:
            run = runs.get(session, run_id)
            return run, sources(session, run, self._analyst.catalog), designs.get(session, run.design_id)

    def _compared(self, run: RunRow, replayed: str, catalog: Mapping[str, Module]) -> Reproduction:
        with self._database.reading() as session:
            then = ran(session, run.id, catalog)
            now_ran = ran(session, replayed, catalog)
        titles = {name: module.title for name, module in catalog.items()}
        names = [name for name in run.environment.get("modules", {}) if name in self._analyst.catalog]
        return reproduction(then, now_ran, DATA_TYPES, differing(run.environment, environment(names), titles))

    async def _run(self, row: ExperimentRow, again: Again, trusted: bool, targets: list[str] | None = None) -> str:
        """Run a document to its end where nobody sees it, and return the run: the one that a process left unfinished
        is waited for in its place."""
        run, row.run_id = row.run_id, None
        if run is not None and await asyncio.to_thread(self._is_there, run):
            await self._runner.wait(run)
        else:
            run = await asyncio.to_thread(self._written, row, again, trusted, targets or [])
            await self._runner.submit(run)
        await self._note(row, run_id=None)
        return run

    def _is_there(self, run: str) -> bool:
        with self._database.reading() as session:
            return session.get(RunRow, run) is not None

    def _written(self, row: ExperimentRow, again: Again, trusted: bool, targets: list[str]) -> str:
        with self._database.session() as session:
            origin = {"trusted": trusted, "from_elsewhere": again.from_elsewhere}
            design = designs.create(session, again.document, **origin, hidden=True)
            run, _ = start(
                session,
                self._analyst,
                design,
                targets=targets,
                key=None,
                isolation=self._isolation,
                again=again,
            )
            experiments.change(session, row.id, {"run_id": run.id})
            return run.id


def _told_cause(moved: Moved) -> dict[str, Any]:
    return {
        "words": moved.unit.words,
        "nodes": list(moved.unit.nodes),
        "movement": moved.movement,
        "alone": moved.alone,
        "left_out": moved.left_out,
    }

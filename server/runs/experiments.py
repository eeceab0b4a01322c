"""Runs that nobody sees, made to answer a question: which change moved a metric, and whether a run can be repeated."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlmodel import Session

from modules.kit import Module
from modules.kit.files import DATA_TYPES
from server.graph.attribution import MOST_UNITS, Moved, Unit, ranked, units, variants
from server.graph.difference import changes_between
from server.graph.document import read
from server.graph.edits import Document
from server.graph.environment import differing, environment
from server.graph.own import with_own
from server.graph.plan import digest, effective, errand_of
from server.graph.reproduction import Ran, Reproduction, reproduction
from server.runs.runner import Runner
from server.runs.starting import Again, Analyst, TooWeak, start
from server.runs.told import GOOD
from server.storage import designs, runs
from server.storage.database import Database
from server.storage.place import new_rows_belong
from server.storage.tables import ArtifactRow, RunRow, StepRow, new_id

State = Literal["running", "done", "cancelled", "failed"]

#: So many are remembered; the oldest that are over go first.
MOST_REMEMBERED = 50

logger = logging.getLogger(__name__)


class CannotTell(Exception):
    """The question has no answer; the message says why."""


@dataclass
class Experiment:
    """A question under way, and its answer when it is there."""

    kind: Literal["causes", "reproduction"]
    id: str = field(default_factory=new_id)
    #: The workspace that it belongs to.
    home: str = field(default_factory=new_rows_belong)
    state: State = "running"
    done: int = 0
    total: int = 0
    error: str | None = None
    causes: list[Moved] | None = None
    #: The metric of the old and of the new run.
    between: tuple[float, float] | None = None
    reproduction: Reproduction | None = None
    run: str | None = None
    task: "asyncio.Task[None] | None" = field(default=None, repr=False)


class Experiments:
    """All questions that this process works on, or has answered lately."""

    def __init__(self, database: Database, analyst: Analyst, runner: Runner, isolation: Mapping[str, Any]) -> None:
        self._database = database
        self._analyst = analyst
        self._runner = runner
        self._isolation = dict(isolation)
        self._all: dict[str, Experiment] = {}

    def get(self, experiment_id: str) -> Experiment:
        """The experiment; raises NotThere."""
        if self.home_of(experiment_id) != new_rows_belong():
            raise designs.NotThere("This comparison is not there any more. Start it again.")
        return self._all[experiment_id]

    def home_of(self, experiment_id: str) -> str | None:
        """The workspace of an experiment; None where there is no such experiment."""
        found = self._all.get(experiment_id)
        return found.home if found is not None else None

    async def close(self) -> None:
        """Stop asking."""
        tasks = [one.task for one in self._all.values() if one.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def cancel(self, experiment_id: str) -> Experiment:
        """End an experiment and the run that it waits for."""
        experiment = self.get(experiment_id)
        if experiment.task is not None and not experiment.task.done():
            experiment.task.cancel()
            await asyncio.gather(experiment.task, return_exceptions=True)
            if experiment.run is not None:
                await self._runner.cancel(experiment.run)
                await self._runner.wait(experiment.run)
        return experiment

    def causes(self, old: str, new: str, node: str, metric: str) -> Experiment:
        """Find out which change between two runs moved a metric of a node. Called in the event loop."""
        return self._begin(Experiment("causes"), lambda one: self._find_causes(one, old, new, node, metric))

    def reproduce(self, run: str) -> Experiment:
        """Replay a run and compare. Called in the event loop."""
        return self._begin(Experiment("reproduction", total=1), lambda one: self._reproduce(one, run))

    def _begin(self, experiment: Experiment, work: Callable[[Experiment], Coroutine[Any, Any, None]]) -> Experiment:
        over = [key for key, one in self._all.items() if one.state != "running"]
        for key in over[: max(0, len(self._all) - MOST_REMEMBERED)]:
            del self._all[key]
        self._all[experiment.id] = experiment
        experiment.task = asyncio.create_task(self._ask(experiment, work), name=f"experiment {experiment.id}")
        return experiment

    async def _ask(self, experiment: Experiment, work: Callable[[Experiment], Coroutine[Any, Any, None]]) -> None:
        try:
            await work(experiment)
            experiment.state = "done"
        except asyncio.CancelledError:
            experiment.state = "cancelled"
            raise
        except (CannotTell, TooWeak, designs.NotThere) as refusal:
            experiment.state, experiment.error = "failed", str(refusal)
        except Exception:
            logger.exception("Experiment %s ended by an error of the server", experiment.id)
            experiment.state, experiment.error = (
                "failed",
                "The server met an error of its own. Its log has the details.",
            )

    async def _find_causes(self, experiment: Experiment, old: str, new: str, node: str, metric: str) -> None:
        pair = await asyncio.to_thread(self._pair, old, new, node, metric)
        found, before, after = pair.units, pair.before, pair.after
        tried = variants(found, pair.old.document, pair.new.document)
        experiment.total, experiment.between = len(tried), (before, after)
        measured: dict[tuple[int, bool], float | None] = {}
        known: dict[str, float | None] = {
            _name(pair.old.document, pair.data(())): before,
            _name(pair.new.document, pair.data(pair.new_data)): after,
        }
        for variant in tried:
            data = pair.data(variant.new_data)
            name = _name(variant.document, data)
            if name not in known:
                run = await self._run(
                    experiment, Again(quiet(variant.document, self._analyst.catalog), data), pair.trusted
                )
                known[name] = await asyncio.to_thread(self._metric, run, node, metric)
            measured[variant.unit, variant.alone] = known[name]
            experiment.done += 1
        experiment.causes = ranked(found, before, after, measured)

    def _pair(self, old: str, new: str, node: str, metric: str) -> "_Pair":
        with self._database.reading() as session:
            rows = (runs.get(session, old), runs.get(session, new))
            trusted = all(row.trusted and designs.get(session, row.design_id).trusted for row in rows)
            data = [_sources(session, row, self._analyst.catalog) for row in rows]
            values = [_value(session, row.id, node, metric) for row in rows]
            tables = runs.artifacts(session, [*data[0].values(), *data[1].values()])
        changes = changes_between(rows[0].document, rows[1].document, self._analyst.catalog)
        differing_data = _other_data(data[0], data[1], rows[1], tables, self._analyst.catalog)
        found = units(changes, rows[0].document, rows[1].document, differing_data)
        if values[0] is None or values[1] is None:
            raise CannotTell("One of the two runs did not measure this metric.")
        if not found:
            raise CannotTell("Nothing that can change a result differs between these two runs.")
        if len(found) > MOST_UNITS:
            raise CannotTell(f"{len(found)} changes lie between these runs; up to {MOST_UNITS} are tried one by one.")
        return _Pair(rows[0], rows[1], found, values[0], values[1], data[0], data[1], trusted)

    def _metric(self, run: str, node: str, metric: str) -> float | None:
        with self._database.reading() as session:
            return _value(session, run, node, metric)

    async def _reproduce(self, experiment: Experiment, run_id: str) -> None:
        run, data, trusted = await asyncio.to_thread(self._earlier, run_id)
        catalog = with_own(read(run.document), self._analyst.catalog)
        document = quiet(run.document, self._analyst.catalog)
        replayed = await self._run(experiment, Again(document, data, fresh=True), trusted, run.targets)
        experiment.done = 1
        experiment.reproduction = await asyncio.to_thread(self._compared, run, replayed, catalog)

    def _earlier(self, run_id: str) -> tuple[RunRow, dict[str, str], bool]:
        with self._database.reading() as session:
            run = runs.get(session, run_id)
            trusted = run.trusted and designs.get(session, run.design_id).trusted
            return run, _sources(session, run, self._analyst.catalog), trusted

    def _compared(self, run: RunRow, replayed: str, catalog: Mapping[str, Module]) -> Reproduction:
        with self._database.reading() as session:
            then = _ran(session, run.id, catalog)
            now = _ran(session, replayed, catalog)
        titles = {name: module.title for name, module in catalog.items()}
        names = [name for name in run.environment.get("modules", {}) if name in self._analyst.catalog]
        return reproduction(then, now, DATA_TYPES, differing(run.environment, environment(names), titles))

    async def _run(self, experiment: Experiment, again: Again, trusted: bool, targets: list[str] | None = None) -> str:
        """Run a document to its end where nobody sees it, and return the run."""
        experiment.run = await asyncio.to_thread(self._written, again, trusted, targets or [])
        await self._runner.submit(experiment.run)
        run, experiment.run = experiment.run, None
        return run

    def _written(self, again: Again, trusted: bool, targets: list[str]) -> str:
        with self._database.session() as session:
            row = designs.create(session, again.document, trusted=trusted, hidden=True)
            run, _ = start(
                session,
                self._analyst,
                row,
                targets=targets,
                key=None,
                isolation=self._isolation,
                again=again,
            )
            return run.id


@dataclass(frozen=True)
class _Pair:
    """Two runs, what lies between them, and the data that each was run on."""

    old: RunRow
    new: RunRow
    units: list[Unit]
    before: float
    after: float
    old_data: dict[str, str]
    new_data_of: dict[str, str]
    trusted: bool

    @property
    def new_data(self) -> tuple[str, ...]:
        return tuple(node for unit in self.units for node in unit.data)

    def data(self, new: tuple[str, ...]) -> dict[str, str]:
        """The data of each source: the new run's for these nodes and for those that only it has."""
        return {**self.new_data_of, **self.old_data, **{node: self.new_data_of[node] for node in new}}


def _name(document: Document, data: Mapping[str, str]) -> str:
    return digest({**document, "name": ""}, dict(data))


def quiet(document: Document, catalog: Mapping[str, Module]) -> Document:
    """The document without steps that deliver something elsewhere: a run that nobody sees leaves no traces."""
    nodes = {
        name: {**node, "disabled": True} if _delivers(node, catalog) else node
        for name, node in document["nodes"].items()
    }
    return {**document, "nodes": nodes}


def _delivers(node: Mapping[str, Any], catalog: Mapping[str, Module]) -> bool:
    module = catalog.get(str(node["module"]))
    if module is None or module.errand is None:
        return False
    try:
        errand = errand_of(module, effective(module, node.get("parameters", {})))
    except ValueError:
        return False
    return errand is not None and errand.direction == "deliver"


def _sources(session: Session, run: RunRow, catalog: Mapping[str, Module]) -> dict[str, str]:
    """{node: artifact} of the data that went into a run."""
    found = {}
    for step in runs.steps(session, run.id):
        module = catalog.get(step.module)
        if module is not None and module.source and step.outputs:
            found[step.node] = next(iter(step.outputs.values()))
    return found


def _other_data(
    old: Mapping[str, str],
    new: Mapping[str, str],
    run: RunRow,
    tables: Mapping[str, ArtifactRow],
    catalog: Mapping[str, Module],
) -> dict[str, str]:
    """{node: words} of sources that have other data though their parameters are the same."""
    design = read(run.document)
    found = {}
    for node in new:
        if node in old and old[node] != new[node] and "artifact" not in design.nodes[node].parameters:
            title = design.nodes[node].title or catalog[design.nodes[node].module].title
            rows = [tables[held].rows if held in tables else None for held in (old[node], new[node])]
            size = f": {rows[1]:,} rows instead of {rows[0]:,}" if None not in rows and rows[0] != rows[1] else ""
            found[node] = f"{title} has other data{size}."
    return found


def _ran(session: Session, run_id: str, catalog: Mapping[str, Module]) -> list[Ran]:
    steps = runs.steps(session, run_id)
    rows = runs.artifacts(session, (artifact for step in steps for artifact in step.outputs.values()))
    return [_told(step, rows, catalog) for step in steps]


def _told(step: StepRow, rows: Mapping[str, ArtifactRow], catalog: Mapping[str, Module]) -> Ran:
    module = catalog.get(step.module)
    outputs = {port: (key, rows[key].type if key in rows else "") for port, key in step.outputs.items()}
    return Ran(
        node=step.node,
        title=step.title,
        state=step.state,
        outputs=outputs,
        metrics=_metrics(step, rows),
        deterministic=module is None or module.deterministic,
    )


def _metrics(step: StepRow, rows: Mapping[str, ArtifactRow]) -> dict[str, Any]:
    """{metric: value} of the first model of an evaluation."""
    for artifact in step.outputs.values():
        if artifact in rows and rows[artifact].metrics:
            return {name: value for name, value in (rows[artifact].metrics or [{}])[0].items() if name != "model"}
    return {}


def _value(session: Session, run_id: str, node: str, metric: str) -> float | None:
    """A metric of a node in a run that measured it."""
    step = session.get(StepRow, (run_id, node))
    if step is None or step.state not in GOOD:
        return None
    value = _metrics(step, runs.artifacts(session, step.outputs.values())).get(metric)
    return float(value) if isinstance(value, int | float) else None

"""How a run comes about: the drawn graph is checked and planned, and its steps are written down."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from modules.kit import Module
from modules.kit.declare import PortSchema
from server.graph import plan as planning
from server.graph.bypass import through, without
from server.graph.document import Design, Node, circle_in_words, cycle, read, upstream
from server.graph.drawing import Drawing, Problem, nothing_stored, runs_code
from server.graph.edits import Document
from server.graph.environment import environment
from server.graph.own import with_own
from server.graph.plan import Plan
from server.graph.problems import problems
from server.graph.schemas import schemas
from server.graph.statistics import Columns, of_view, statistics
from server.people import audit
from server.people.notifications import acting_person
from server.runs.planned_steps import planned_steps, reasons_bypassed
from server.runs.run_code import TooWeak, code_in, kept_apart
from server.runs.told import GOOD
from server.storage import connections, datasets, evidence, runs, secrets, tabular, versions
from server.storage.artifacts import ArtifactStore, Damaged, NotValidated
from server.storage.tables import ArtifactRow, DesignRow, RunRow, StepRow
from server.storage.written import Written

#: Statistics of so many artifacts are kept at hand.
MOST_REMEMBERED = 1_000


class Analyst:
    """What can be told of a design without running it: its columns, its problems, its plan."""

    def __init__(
        self,
        catalog: Mapping[str, Module],
        store: ArtifactStore,
        seen: dict[str, Columns] | None = None,
        *,
        barred: str = "",
    ) -> None:
        """`barred` says why code that came from elsewhere does not run here, where it does not."""
        self.catalog = catalog
        self.store = store
        self.barred = barred
        self._statistics = {} if seen is None else seen

    def of(self, design: Design) -> "Analyst":
        """The same, for a design that brings modules of its own."""
        if not design.modules:
            return self
        return Analyst(with_own(design, self.catalog), self.store, self._statistics, barred=self.barred)

    def bound(self, session: Session, design: Design) -> dict[str, str]:
        """{node: artifact} of the nodes that name a dataset or a stored result which is there."""
        found: dict[str, str] = {}
        stored: dict[str, str] = {}
        looked_up: dict[tuple[str, int | None], str | None] = {}
        for name, node in design.nodes.items():
            reference = self._reference(node)
            if reference is not None:
                if reference not in looked_up:
                    looked_up[reference] = datasets.artifact_of(session, *reference)
                if (artifact := looked_up[reference]) is not None:
                    found[name] = artifact
            elif (named := self._stored(node)) is not None:
                stored[name] = named
        rows = runs.artifacts(session, stored.values())
        return found | {
            name: artifact for name, artifact in stored.items() if self._fits(design.nodes[name], rows.get(artifact))
        }

    def _is_source(self, design: Design, name: str) -> bool:
        module = self.catalog.get(design.nodes[name].module) if name in design.nodes else None
        return module is not None and module.source

    def _stored(self, node: Node) -> str | None:
        module, artifact = self.catalog.get(node.module), node.parameters.get("artifact")
        return artifact if module is not None and module.source and isinstance(artifact, str) else None

    def _fits(self, node: Node, row: ArtifactRow | None) -> bool:
        return row is not None and row.type == self.catalog[node.module].outputs[0].type

    def _reference(self, node: Node) -> tuple[str, int | None] | None:
        module = self.catalog.get(node.module)
        if module is None or not module.source:
            return None
        dataset, version = node.parameters.get("dataset"), node.parameters.get("version")
        return (dataset, version if isinstance(version, int) else None) if isinstance(dataset, str) else None

    def drawing(
        self,
        session: Session,
        design: Design,
        bound: Mapping[str, str],
        recorded: Mapping[str, str],
        row: DesignRow,
        *,
        trusted: bool = True,
        withheld: str = "",
    ) -> Drawing:
        """The design with what is known of its ports from data and earlier runs, and the datasets of this server.

        `bound` are the artifacts of the sources, `recorded` those that newest runs gave for unchanged nodes. While
        changes of visitors wait, no stored data are looked into, and none of their code is.
        """
        sources = self.outputs_of(design, bound, "dataset")
        known = self.known_columns(session, design, bound, recorded)
        stored = {**sources, **recorded}
        stored = {reference: artifact for reference, artifact in stored.items() if reference in known}
        foreseen = schemas(design, self.catalog, known, self._unheard(design, row.waiting))
        seen = {reference: self._statistics_of(artifact) for reference, artifact in stored.items()}
        return Drawing(
            design,
            self.catalog,
            foreseen,
            datasets.of_type(session, "dataset"),
            row.trusted and trusted,
            row.waiting,
            frozenset(bound),
            statistics(design, self.catalog, foreseen, seen),
            nothing_stored if row.waiting else lambda reference, label: self._evidence(stored.get(reference), label),
            connections.kinds(session),
            datasets.of_type(session, "file"),
            secrets.names(session),
            withheld,
            self.barred_of(row),
        )

    def barred_of(self, row: DesignRow) -> str:
        """Why no code of this design runs here, however trusted; empty where it does."""
        return self.barred if row.from_elsewhere else ""

    def _unheard(self, design: Design, waiting: Mapping[str, str]) -> set[str]:
        """The nodes with code that visitors changed."""
        modules = {name: self.catalog.get(design.nodes[name].module) for name in waiting if name in design.nodes}
        return {name for name, module in modules.items() if module is not None and runs_code(module)}

    def known_columns(
        self, session: Session, design: Design, bound: Mapping[str, str], recorded: Mapping[str, str]
    ) -> dict[str, PortSchema]:
        """What is known for sure of the columns at ports: of sources, and of what earlier runs gave."""
        return {
            **self.schemas_at(self.outputs_of(design, bound, "dataset")),
            **self.known_schemas(session, recorded),
        }

    def _statistics_of(self, artifact: str) -> Columns:
        """The statistics of a stored dataset; none while its view is not made yet."""
        if artifact not in self._statistics:
            view = self.store.view(artifact)
            if view is None:
                return {}
            if len(self._statistics) >= MOST_REMEMBERED:
                self._statistics.clear()
            try:
                self._statistics[artifact] = of_view(view)
            except (KeyError, TypeError, ValueError, AttributeError):  # a view of a backup may hold anything
                self._statistics[artifact] = {}
        return self._statistics[artifact]

    def _evidence(self, artifact: str | None, label: str) -> Mapping[str, str] | None:
        if artifact is None:
            return None
        try:
            return evidence.giving_away(self.store.readable(artifact, "dataset"), label)
        except (OSError, ValueError, Damaged, NotValidated):
            return None

    def outputs_of(self, design: Design, bound: Mapping[str, str], kind: str | None = None) -> dict[str, str]:
        """{"node.port": artifact} of the sources, of those with this type of output where one is given."""
        ports = {name: self.catalog[design.nodes[name].module].outputs[0] for name in bound}
        return {f"{name}.{port.name}": bound[name] for name, port in ports.items() if kind in (None, port.type)}

    def schemas_at(self, artifacts: Mapping[str, str]) -> dict[str, PortSchema]:
        """The schemas of dataset artifacts, by whatever they are listed under; damaged ones are left out."""
        found: dict[str, PortSchema] = {}
        for artifact in set(artifacts.values()):
            with suppress(OSError, ValueError, Damaged, NotValidated):
                found[artifact] = tabular.schema_of(self.store.readable(artifact, "dataset"))
        return {name: found[artifact] for name, artifact in artifacts.items() if artifact in found}

    def recorded(self, session: Session, design_id: str, signatures: Mapping[str, str]) -> dict[str, str]:
        """{"node.port": artifact} of what the newest runs gave for nodes that have not changed since."""
        return {
            f"{node}.{port}": artifact
            for node, (_, step) in runs.latest_steps(session, design_id).items()
            if step.state in GOOD and signatures.get(node) == step.signature
            for port, artifact in step.outputs.items()
        }

    def known_schemas(self, session: Session, recorded: Mapping[str, str]) -> dict[str, PortSchema]:
        tables = {key for key, row in runs.artifacts(session, recorded.values()).items() if row.type == "dataset"}
        return self.schemas_at({name: artifact for name, artifact in recorded.items() if artifact in tables})

    def planned(
        self,
        session: Session,
        row: DesignRow,
        design: Design,
        targets: Sequence[str],
        given: Mapping[str, str] | None = None,
        *,
        trusted: bool = True,
        withheld: str = "",
    ) -> tuple[Plan, list[Problem], dict[str, str]]:
        """The plan for a run, the problems that stand in the way, and the artifacts behind the sources of data.

        `design` is what `through` made of the drawn one; `given` are the artifacts that sources are to have, whatever
        became of the datasets that they name. `trusted`: whether the design was when it was as it is here.
        """
        given = {node: artifact for node, artifact in (given or {}).items() if self._is_source(design, node)}
        bound = {**self.bound(session, design), **given}
        signatures = planning.signatures(design, self.catalog, bound)
        recorded = self.recorded(session, row.id, signatures)
        drawing = self.drawing(session, design, bound, recorded, row, trusted=trusted, withheld=withheld)
        found = problems(drawing)
        found = [problem for problem in found if problem.node not in given]
        return planning.plan(design, self.catalog, found, targets, bound), found, bound


class NothingToRun(Exception):
    """No step of what is wanted can run; the message says why to the user."""


@dataclass(frozen=True)
class Again:
    """A document to run that may not be the design's own, and {source node: artifact} where the data are settled."""

    document: Document
    data: Mapping[str, str] = field(default_factory=dict)
    #: Whether everything is computed anew.
    fresh: bool = False
    #: The design that it is about, where the run belongs to a hidden one.
    of: str | None = None
    #: Whether the design was trusted when this was its document.
    trusted: bool = True
    #: Whether the document, or a part of it, came from elsewhere once.
    from_elsewhere: bool = False
    #: Why nodes that use secrets do not run, where they do not.
    withheld: str = ""


@dataclass(frozen=True)
class PreparedRun:
    """A run that was planned on a state of its design, before the transaction that writes it down."""

    run: RunRow
    steps: list[StepRow]
    problems: list[Problem]
    #: What the audit log is to know of the code in it.
    code: dict[str, Any]
    #: What it was planned for: once something of it is another, it has to be planned anew.
    basis: tuple[Any, ...]
    again: Again
    analyst: Analyst
    #: The graph without what is bypassed.
    design: Design
    #: The design's own document, and the version that keeps it already.
    current: Document
    version: str | None


def prepare(
    session: Session,
    analyst: Analyst,
    row: DesignRow,
    *,
    targets: Sequence[str],
    key: str | None,
    isolation: dict[str, Any],
    tried_without: Sequence[str] = (),
    again: Again | None = None,
) -> PreparedRun:
    """Plan a run of the design as it is now, with a step for each node that takes part. Raises TooWeak, NothingToRun.

    The nodes of `tried_without` are bypassed in this run only: its document says so, the design's does not. With
    `again` it is a run of another document, on the data named there.
    """
    again = again or Again(row.document)
    document = without(again.document, tried_without)
    drawn = read(document)
    analyst = analyst.of(drawn)
    passed = through(drawn, analyst.catalog)
    plan, found, bound = analyst.planned(
        session, row, passed.design, targets, again.data, trusted=again.trusted, withheld=again.withheld
    )
    if not drawn.nodes:
        raise NothingToRun("There is nothing to run. Add a module to the design first.")
    _refuse_unrunnable(passed.design, analyst.catalog, plan, targets)
    plan = Plan(plan.steps, {**plan.left_out, **reasons_bypassed(passed, targets, tried_without)})
    run = RunRow(
        design_id=row.id,
        number=0,
        key=key,
        revision=row.revision,
        document=Written(document),
        targets=list(targets),
        isolation=isolation,
        fresh=again.fresh,
        trusted=row.trusted and again.trusted,
        person_id=acting_person() or None,
        environment=environment(step.module for step in plan.steps if step.code is None),
    )
    # Those that are passed by have the signature they would have had, so that they do not show as changed since.
    signatures = {
        **planning.signatures(drawn, analyst.catalog, bound),
        **planning.signatures(passed.design, analyst.catalog, bound),
    }
    code = code_in(drawn, plan, analyst.catalog)
    if code["code"] and not kept_apart(isolation):
        raise TooWeak
    return PreparedRun(
        run,
        planned_steps(run, drawn, plan, analyst.catalog, bound, signatures),
        found,
        code,
        (*_state_of(row), bound),
        again,
        analyst,
        passed.design,
        Written(row.document),
        None if row.hidden else versions.holding(session, row.id, row.revision, row.document),
    )


def _refuse_unrunnable(design: Design, catalog: Mapping[str, Module], plan: Plan, targets: Sequence[str]) -> None:
    """Raises NothingToRun for a cycle in what is wanted, and where no module of it is known."""
    wanted = upstream(design, list(targets)) if targets else set(design.nodes)
    around = cycle(design)
    if wanted.intersection(around):
        raise NothingToRun(circle_in_words(around, design, {name: module.title for name, module in catalog.items()}))
    if plan.steps or not wanted or any(design.nodes[name].module in catalog for name in wanted):
        return
    module = design.nodes[min(wanted)].module
    named = f"a module called '{module[:60]}'" if module.strip() else "a module without a name"
    raise NothingToRun(f"Nothing in this design can run here: there is no such thing as {named}. Replace or delete it.")


def _state_of(row: DesignRow) -> tuple[Any, ...]:
    """What a plan depends on besides data."""
    return row.revision, row.trusted, row.from_elsewhere, dict(row.waiting)


def still_holds(session: Session, row: DesignRow, prepared: PreparedRun) -> bool:
    """Whether a plan may be written down, asked in that transaction: the design and its data are what they were."""
    *state, bound = prepared.basis
    if tuple(state) != _state_of(row):
        return False
    given = {node: artifact for node, artifact in prepared.again.data.items() if node in bound}
    found = {**prepared.analyst.bound(session, prepared.design), **given}
    return found == bound and runs.known(session, bound.values())


def write_run(session: Session, row: DesignRow, prepared: PreparedRun) -> RunRow:
    """Write down a run that was prepared."""
    run = prepared.run
    run.number = runs.next_number(session, row.id)
    session.add(run)
    session.flush()
    if not row.hidden and not versions.note_run(session, prepared.version, run.number):
        versions.keep(session, row.id, row.revision, prepared.current, "run", run.number)
    session.add_all(prepared.steps)
    _record(session, prepared.again.of or row.id, run, prepared.code)
    session.flush()
    return run


def start(
    session: Session,
    analyst: Analyst,
    row: DesignRow,
    *,
    targets: Sequence[str],
    key: str | None,
    isolation: dict[str, Any],
    again: Again | None = None,
) -> tuple[RunRow, list[Problem]]:
    """Plan a run and write it down, in one transaction."""
    prepared = prepare(session, analyst, row, targets=targets, key=key, isolation=isolation, again=again)
    return write_run(session, row, prepared), prepared.problems


def _record(session: Session, design_id: str, run: RunRow, details: dict[str, Any]) -> None:
    """Note who ran what code, and how well it was kept apart."""
    audit.record(
        session,
        "run.started",
        f"{run.document['name']}, run {run.number}",
        audit.About(design_id, run.id, run.isolation.get("level")),
        revision=run.revision,
        **details,
    )

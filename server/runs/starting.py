"""How a run comes about: the drawn graph is checked and planned, and its steps are written down."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from modules.kit import Module
from modules.kit.declare import PortSchema
from server.graph import plan as planning
from server.graph.bypass import Through, through, without
from server.graph.document import Design, Node, in_order, read
from server.graph.drawing import Drawing, Problem, nothing_stored, runs_code
from server.graph.edits import Document
from server.graph.environment import environment
from server.graph.own import with_own
from server.graph.plan import Plan
from server.graph.problems import problems
from server.graph.schemas import schemas
from server.graph.shown import code_of
from server.graph.statistics import Columns, of_view, statistics
from server.people import audit
from server.runs.told import GOOD
from server.storage import connections, datasets, evidence, runs, secrets, tabular, versions
from server.storage.artifacts import ArtifactStore, Damaged, NotValidated
from server.storage.place import place
from server.storage.tables import ArtifactRow, DesignRow, RunRow, StepRow

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


class TooWeak(Exception):
    """Steps are not kept apart well enough for code in the design."""

    def __str__(self) -> str:
        return (
            "This server has several users and cannot keep their code apart: scripts need isolation level S3. "
            "Its page on the system says what is missing."
        )


def kept_apart(isolation: Mapping[str, Any]) -> bool:
    """Whether code may run at this isolation level: where there are several workspaces, only at S3."""
    return place() is None or isolation.get("level") == "S3"


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


def start(
    session: Session,
    analyst: Analyst,
    row: DesignRow,
    *,
    targets: Sequence[str],
    key: str | None,
    isolation: dict[str, Any],
    tried_without: Sequence[str] = (),
    again: Again | None = None,
) -> tuple[RunRow, list[Problem]]:
    """Write down a run of the design as it is now, with a step for each node that takes part.

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
    plan = Plan(plan.steps, {**plan.left_out, **_bypassed(passed, targets, tried_without)})
    run = RunRow(
        design_id=row.id,
        number=runs.next_number(session, row.id),
        key=key,
        revision=row.revision,
        document=document,
        targets=list(targets),
        isolation=isolation,
        fresh=again.fresh,
        trusted=row.trusted and again.trusted,
        environment=environment(step.module for step in plan.steps if step.code is None),
    )
    session.add(run)
    session.flush()
    if not row.hidden:
        versions.keep(session, row.id, row.revision, row.document, "run", run.number)
    # Those that are passed by have the signature they would have had, so that they do not show as changed since.
    signatures = {
        **planning.signatures(drawn, analyst.catalog, bound),
        **planning.signatures(passed.design, analyst.catalog, bound),
    }
    session.add_all(_steps(run, drawn, plan, analyst.catalog, bound, signatures))
    _record(session, again.of or row.id, run, code_in(drawn, plan, analyst.catalog))
    session.flush()
    return run, found


def code_in(drawn: Design, plan: Plan, catalog: Mapping[str, Module]) -> dict[str, Any]:
    """The code that a plan runs, by its hashes, and the names of the secrets that it uses."""
    taking_part = {step.node for step in plan.steps}
    code = [one for one in hashes(drawn, catalog) if one["node"] is None or one["node"] in taking_part]
    uses = {step.node: list(step.secrets) for step in plan.steps if step.secrets}
    return {"code": code, **({"secrets": uses} if uses else {})}


def hashes(drawn: Design, catalog: Mapping[str, Module]) -> list[dict[str, Any]]:
    """The code that a design holds, as the audit log keeps it."""
    return [
        {"node": node, "title": title, "language": language, "sha256": sha256(source.encode()).hexdigest()}
        for node, title, language, source in code_of(drawn, catalog)
    ]


def _record(session: Session, design_id: str, run: RunRow, details: dict[str, Any]) -> None:
    """Note who ran what code, and how well it was kept apart; raises TooWeak where it would not be."""
    if details["code"] and not kept_apart(run.isolation):
        raise TooWeak
    audit.record(
        session,
        "run.started",
        f"{run.document['name']}, run {run.number}",
        audit.About(design_id, run.id, run.isolation.get("level")),
        revision=run.revision,
        **details,
    )


def _bypassed(passed: Through, targets: Sequence[str], tried_without: Sequence[str]) -> dict[str, str]:
    """Why each bypassed node has no result; in a run to some nodes, only those that were left out for it."""
    tried = set(tried_without)
    shown = passed.nodes & (tried | set(targets)) if targets else passed.nodes
    return {node: "left out of this run" if node in tried else "bypassed" for node in sorted(shown)}


def _steps(
    run: RunRow,
    design: Design,
    plan: Plan,
    catalog: Mapping[str, Module],
    bound: Mapping[str, str],
    signatures: Mapping[str, str],
) -> list[StepRow]:
    planned = {step.node: step for step in plan.steps}
    rows: list[StepRow] = []
    taking_part = [*in_order(design), *(name for name in plan.left_out if name not in set(in_order(design)))]
    for name in taking_part:
        if name not in planned and name not in plan.left_out:
            continue
        node = design.nodes[name]
        module = catalog.get(node.module)
        rows.append(
            StepRow(
                run_id=run.id,
                node=name,
                position=len(rows),
                module=node.module,
                title=node.title or (module.title if module else node.module),
                signature=signatures.get(name, ""),
                state="queued" if name in planned else "skipped",
                reason=plan.left_out.get(name),
                outputs={module.outputs[0].name: bound[name]} if module and name in bound else {},
            )
        )
    return rows

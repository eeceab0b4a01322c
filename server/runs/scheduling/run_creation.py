"""How a run comes about: the drawn graph is checked and planned, and its steps are written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from modules.kit import Module
from server.auth import audit_log
from server.collaboration.notification_feed import get_acting_person_id
from server.design_analyzer import DesignAnalyzer
from server.graph.analyzed_design import Problem
from server.graph.bypass import apply_bypass, bypass_nodes
from server.graph.document import Design, describe_cycle, find_cycle, find_upstream, parse_design
from server.graph.edits import Document
from server.graph.evaluated_models import list_model_titles
from server.graph.planning import run_plan as planning
from server.graph.planning.run_plan import RunPlan
from server.graph.planning.runtime_versions import collect_runtime_versions
from server.runs.scheduling.code_isolation import IsolationTooWeak, describe_run_code, is_code_isolated
from server.runs.scheduling.step_rows import build_step_rows, explain_bypassed
from server.storage.orm.core_tables import DesignRow, RunRow, StepRow
from server.storage.stores import run_store, version_store
from server.storage.transactions.serialized_document import SerializedDocument


class NothingToRun(Exception):
    """No step of what is wanted can run; the message says why to the user."""


@dataclass(frozen=True)
class RerunOptions:
    """A document to run that may not be the design's own, and {source node: artifact} where the data are settled."""

    document: Document
    source_artifacts: Mapping[str, str] = field(default_factory=dict)
    #: Whether everything is computed anew.
    ignore_cache: bool = False
    #: The design that it is about, where the run belongs to an internal one.
    design_id: str | None = None
    #: Whether the design was trusted when this was its document.
    trusted: bool = True
    #: Whether the document, or a part of it, came from elsewhere once.
    imported: bool = False
    #: Why nodes that use secrets do not run, where they do not.
    secrets_withheld_reason: str = ""
    #: The compute target of all its steps, whatever the document says.
    compute_target: str | None = None
    #: Whether the design's own document is saved as the version of this run: a published one has its own version.
    saves_version: bool = True


@dataclass(frozen=True)
class PreparedRun:
    """A run that was planned on a state of its design, before the transaction that writes it down."""

    run: RunRow
    steps: list[StepRow]
    problems: list[Problem]
    #: What the audit log is to know of the code in it.
    code_description: dict[str, object]
    #: What it was planned for: once something of it is another, it has to be planned anew.
    planned_for: tuple[Any, ...]
    options: RerunOptions
    analyzer: DesignAnalyzer
    #: The graph without what is bypassed.
    design: Design
    #: The design's own document, and the version that keeps it already.
    current_document: Document
    version: str | None


def _build_run_row(
    row: DesignRow, document: Document, plan: RunPlan, options: RerunOptions, idempotency_key: str | None
) -> RunRow:
    """The row of a run that is not numbered yet."""
    return RunRow(
        design_id=row.id,
        number=0,
        idempotency_key=idempotency_key,
        revision=row.revision,
        document=SerializedDocument(document),
        ignore_cache=options.ignore_cache,
        compute_target=options.compute_target,
        trusted=row.trusted and options.trusted,
        person_id=get_acting_person_id() or None,
        environment=collect_runtime_versions(step.module for step in plan.steps if step.code is None),
    )


def prepare_run(
    session: Session,
    analyzer: DesignAnalyzer,
    row: DesignRow,
    *,
    targets: Sequence[str],
    idempotency_key: str | None,
    isolation: dict[str, object],
    bypass: Sequence[str] = (),
    options: RerunOptions | None = None,
) -> PreparedRun:
    """Plan a run of the design as it is now, with a step for each node that takes part. Raises IsolationTooWeak and
    NothingToRun.

    The nodes of `bypass` are bypassed in this run only: its document says so, the design's does not. With `options` it
    is a run of another document, on the data named there.
    """
    options = options or RerunOptions(row.document)
    document = bypass_nodes(options.document, bypass)
    design = parse_design(document)
    analyzer = analyzer.for_design(design)
    bypassed_design = apply_bypass(design, analyzer.catalog)
    plan, problems_found, bound_artifacts = analyzer.plan_run(
        session,
        row,
        bypassed_design.design,
        targets,
        options.source_artifacts,
        trusted=options.trusted,
        secrets_withheld_reason=options.secrets_withheld_reason,
    )
    if not design.nodes:
        raise NothingToRun("There is nothing to run. Add a module first.")
    _require_runnable(bypassed_design.design, analyzer.catalog, plan, targets)
    plan = RunPlan(plan.steps, {**plan.omissions, **explain_bypassed(bypassed_design, targets, bypass)})
    run = _build_run_row(row, document, plan, options, idempotency_key)
    run.targets, run.isolation = list(targets), isolation
    run.model_titles = list_model_titles(bypassed_design.design, analyzer.catalog)
    # Bypassed nodes have the lineage hash they would have had, so that they do not show as changed since.
    lineage_hashes = planning.compute_lineage_hashes(design, analyzer.catalog, bound_artifacts)
    lineage_hashes |= planning.compute_lineage_hashes(bypassed_design.design, analyzer.catalog, bound_artifacts)
    code_description = describe_run_code(design, plan, analyzer.catalog)
    if code_description["code"] and not is_code_isolated(isolation):
        raise IsolationTooWeak
    return PreparedRun(
        run,
        build_step_rows(run, design, plan, analyzer.catalog, bound_artifacts, lineage_hashes),
        problems_found,
        code_description,
        (*_get_planning_state(row), bound_artifacts),
        options,
        analyzer,
        bypassed_design.design,
        SerializedDocument(row.document),
        None if row.internal else version_store.find_version_id(session, row.id, row.revision, row.document),
    )


def _require_runnable(design: Design, catalog: Mapping[str, Module], plan: RunPlan, targets: Sequence[str]) -> None:
    """Raises NothingToRun for a cycle in what is wanted, and where no module of it is known."""
    selected = find_upstream(design, list(targets)) if targets else set(design.nodes)
    cycle_nodes = find_cycle(design)
    if selected.intersection(cycle_nodes):
        raise NothingToRun(
            describe_cycle(cycle_nodes, design, {name: module.title for name, module in catalog.items()})
        )
    if plan.steps or not selected or any(design.nodes[name].module in catalog for name in selected):
        return
    module = design.nodes[min(selected)].module
    named = f"a module called '{module[:60]}'" if module.strip() else "a module without a name"
    raise NothingToRun(f"Nothing in this design can run here: this server does not have {named}. Replace or delete it.")


def _get_planning_state(row: DesignRow) -> tuple[Any, ...]:
    """What a plan depends on besides data."""
    return row.revision, row.trusted, row.imported, dict(row.pending_review)


def is_still_valid(session: Session, row: DesignRow, prepared: PreparedRun) -> bool:
    """Whether a plan may be written down, asked in that transaction: the design and its data are what they were."""
    *state, bound_artifacts = prepared.planned_for
    if tuple(state) != _get_planning_state(row):
        return False
    given_artifacts = {
        node: artifact for node, artifact in prepared.options.source_artifacts.items() if node in bound_artifacts
    }
    found = {**prepared.analyzer.resolve_sources(session, prepared.design), **given_artifacts}
    return found == bound_artifacts and run_store.has_artifact_rows(session, bound_artifacts.values())


def write_run(session: Session, row: DesignRow, prepared: PreparedRun) -> RunRow:
    """Write down a run that was prepared."""
    run = prepared.run
    run.number = run_store.get_next_run_number(session, row.id)
    session.add(run)
    session.flush()
    saves_version = prepared.options.saves_version and not row.internal
    if saves_version and not version_store.set_version_run(session, prepared.version, run.number):
        version_store.save_version(session, row.id, row.revision, prepared.current_document, "run", run.number)
    session.add_all(prepared.steps)
    _record_audit(session, prepared.options.design_id or row.id, run, prepared.code_description)
    session.flush()
    return run


def create_run(
    session: Session,
    analyzer: DesignAnalyzer,
    row: DesignRow,
    *,
    targets: Sequence[str],
    idempotency_key: str | None,
    isolation: dict[str, object],
    options: RerunOptions | None = None,
) -> tuple[RunRow, list[Problem]]:
    """Plan a run and write it down, in one transaction."""
    prepared = prepare_run(
        session, analyzer, row, targets=targets, idempotency_key=idempotency_key, isolation=isolation, options=options
    )
    return write_run(session, row, prepared), prepared.problems


def _record_audit(session: Session, design_id: str, run: RunRow, details: dict[str, object]) -> None:
    """Note who ran what code, and how well it was kept apart."""
    audit_log.record_action(
        session,
        "run.started",
        f"{run.document['name']}, run {run.number}",
        audit_log.AuditTarget(design_id, run.id, run.isolation.get("level")),
        revision=run.revision,
        **details,
    )

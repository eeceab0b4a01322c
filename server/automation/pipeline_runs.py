"""Starting a run of a pipeline: the published document, with values and data in their places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from pydantic import JsonValue
from sqlmodel import Session

from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.automation.run_sources import BoundSource, bind_inputs, bind_other_sources, choose_versions
from server.design_analyzer import DesignAnalyzer
from server.graph.document import Design, get_node_title, parse_design
from server.graph.edits import Document
from server.graph.pipelines.declarations import Declarations
from server.graph.pipelines.run_values import (
    DatasetChoice,
    ValueProblem,
    add_due_time,
    find_input_problems,
    find_value_problems,
    set_run_values,
)
from server.runs.run_schemas import to_run_read
from server.runs.run_services import RunServices
from server.runs.scheduling.code_isolation import IsolationTooWeak
from server.runs.scheduling.run_creation import (
    NothingToRun,
    PreparedRun,
    RerunOptions,
    is_still_valid,
    prepare_run,
    write_run,
)
from server.storage.orm.core_tables import DesignRow, RunRow, now
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow, PipelineVersionRow
from server.storage.stores import design_store, event_log, pipeline_store, run_store
from server.storage.transactions.workspace_context import use_workspace

__all__ = ["CannotStart", "DatasetChoice", "PipelineRunRequest", "PipelineRunStarter", "ValueProblem"]


@dataclass(frozen=True)
class PipelineRunRequest:
    """Which version of a pipeline is to run, with what, and who wants it. Everything left out is the default."""

    pipeline_id: str
    #: person, token, trigger, webhook, pipeline or alert.
    started_by: str
    version: int | None = None
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)
    inputs: Mapping[str, DatasetChoice] = field(default_factory=dict)
    firing_id: str | None = None
    #: The time that the run stands for, where a trigger starts it.
    due_at: datetime | None = None
    #: The same key is the same run.
    idempotency_key: str | None = None
    #: Whose run it is; None for whoever acts at the moment.
    person_id: str | None = None
    attempt: int = 1
    retry_of: str | None = None


class CannotStart(Exception):
    """A run of a pipeline does not start; the message says why to the user, `problems` which field is to blame."""

    def __init__(self, problems: Sequence[ValueProblem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class _PlannedRun:
    """A run that was planned, with the data that its inputs get."""

    prepared: PreparedRun
    version: PipelineVersionRow
    bound: Mapping[str, BoundSource]


class PipelineRunStarter:
    """Starts runs of pipelines, for whoever asks: a person, a trigger, a web hook, the command line."""

    def __init__(
        self,
        services: RunServices,
        analyzer: DesignAnalyzer,
        isolation: Mapping[str, object],
        submit: Callable[[RunRow], object],
    ) -> None:
        """`submit` has a run worked on that was written down; it is called in the thread that starts the run."""
        self.services = services
        self.analyzer = analyzer
        self.isolation = dict(isolation)
        self.submit = submit

    def start(self, request: PipelineRunRequest) -> RunRow:
        """Write a run down and have it worked on. A request with the key of an earlier one gets the run of that one.

        Raises NotFound, CannotStart, and OverQuota or TooManyRuns, after which it is worth trying again later.
        """
        with self.services.database.read_session() as session:
            pipeline = pipeline_store.get_pipeline(session, request.pipeline_id)
        with use_workspace(pipeline.workspace_id):
            run, is_new = self._write_run(pipeline, request)
        if is_new:
            self.submit(run)
        return run

    def _write_run(self, pipeline: PipelineRow, request: PipelineRunRequest) -> tuple[RunRow, bool]:
        key = f"pipeline {pipeline.id} {request.idempotency_key}" if request.idempotency_key else None
        with self.services.database.read_session() as session:
            if key and (known := run_store.find_run_by_key(session, pipeline.design_id, key)):
                return known, False
            self.services.disk.require_room_for_run()
            planned = self._plan(session, pipeline, request, key)
        scopes = (pipeline.design_id, f"runs of {pipeline.workspace_id}")
        with self.services.database.session(*scopes) as session:
            if key and (known := run_store.find_run_by_key(session, pipeline.design_id, key)):
                return known, False
            design = design_store.get_design(session, pipeline.design_id, lock=True, defer_document=True)
            if not is_still_valid(session, design, planned.prepared):
                planned = self._plan(session, pipeline, request, key)
            self.services.quotas.check_new_run(session, pipeline.workspace_id)
            return self._store(session, design, pipeline, request, planned), True

    def _plan(
        self, session: Session, pipeline: PipelineRow, request: PipelineRunRequest, key: str | None
    ) -> _PlannedRun:
        version = self._choose_version(session, pipeline, request.version)
        declared = Declarations.model_validate(version.declarations)
        values = add_due_time(declared, request.parameters, request.due_at or now())
        design = parse_design(version.document)
        problems = find_value_problems(design, self.services.catalog, declared, values)
        problems += find_input_problems(declared, request.inputs)
        bound = bind_inputs(session, declared, request.inputs, problems)
        if problems:
            raise CannotStart(problems)
        document = set_run_values(version.document, declared, values, choose_versions(bound))
        bound |= bind_other_sources(session, parse_design(document), self.services.catalog, declared)
        artifacts = {one.node: one.artifact for one in bound.values()}
        row = _as_published(design_store.get_design(session, pipeline.design_id), version)
        prepared = self._prepare(session, row, version, document, artifacts, key)
        prepared.run.revision = version.revision
        if request.person_id is not None:
            prepared.run.person_id = request.person_id
        return _PlannedRun(prepared, version, bound)

    def _choose_version(self, session: Session, pipeline: PipelineRow, version: int | None) -> PipelineVersionRow:
        number = version or pipeline.default_version
        if number is None:
            raise CannotStart([ValueProblem(None, f"{pipeline.name} has no default version. Choose a version.")])
        row = pipeline_store.get_pipeline_version(session, pipeline.id, number)
        if row.disabled_at is not None:
            reason = f": {row.disabled_reason.rstrip('.')}" if row.disabled_reason else ""
            message = f"Version {number} of {pipeline.name} is disabled{reason}. Choose another version, or enable it."
            raise CannotStart([ValueProblem(None, message)])
        return row

    def _prepare(
        self,
        session: Session,
        row: DesignRow,
        version: PipelineVersionRow,
        document: Document,
        artifacts: Mapping[str, str],
        key: str | None,
    ) -> PreparedRun:
        """The planned run. A pipeline runs as a whole or not at all, so every problem is a refusal."""
        options = RerunOptions(document, artifacts, trusted=version.trusted, saves_version=False)
        try:
            prepared = prepare_run(
                session,
                self.analyzer,
                row,
                targets=(),
                idempotency_key=key,
                isolation=self.isolation,
                options=options,
            )
        except (NothingToRun, IsolationTooWeak) as refusal:
            raise CannotStart([ValueProblem(None, str(refusal))]) from None
        errors = [problem for problem in prepared.problems if problem.severity == "error"]
        if errors:
            design, titles = prepared.design, {name: one.title for name, one in prepared.analyzer.catalog.items()}
            raise CannotStart(
                [ValueProblem(None, _name_place(design, titles, problem.node) + problem.message) for problem in errors]
            )
        return prepared

    def _store(
        self,
        session: Session,
        design: DesignRow,
        pipeline: PipelineRow,
        request: PipelineRunRequest,
        planned: _PlannedRun,
    ) -> RunRow:
        run = write_run(session, design, planned.prepared)
        run.by_pipeline = True
        session.add(
            PipelineRunRow(
                run_id=run.id,
                pipeline_id=pipeline.id,
                version=planned.version.version,
                started_by=request.started_by,
                firing_id=request.firing_id,
                due_at=request.due_at,
                parameters=dict(request.parameters),
                inputs={name: asdict(one) for name, one in planned.bound.items()},
                attempt=request.attempt,
                retry_of=request.retry_of,
            )
        )
        event_log.append_event(session, design.id, "run", to_run_read(session, run).model_dump(mode="json"))
        audit_log.record_action(
            session,
            "pipeline.run_started",
            pipeline.name,
            AuditTarget(design.id, run.id),
            pipeline=pipeline.id,
            version=planned.version.version,
            started_by=request.started_by,
        )
        session.flush()
        return run


def _as_published(row: DesignRow, version: PipelineVersionRow) -> DesignRow:
    """The design as it was when it was published: what guests changed since does not hold up its pipeline."""
    return DesignRow(**{**row.model_dump(), "trusted": version.trusted, "pending_review": {}})


def _name_place(design: Design, titles: Mapping[str, str], node: str | None) -> str:
    return f"{get_node_title(design.nodes[node], titles)}: " if node in design.nodes and node is not None else ""


def build_retry(request: PipelineRunRequest, failed_run_id: str) -> PipelineRunRequest:
    """The request that tries a failed run again."""
    key = f"retry {failed_run_id}"
    return replace(request, attempt=request.attempt + 1, retry_of=failed_run_id, idempotency_key=key)

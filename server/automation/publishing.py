"""Publishing a design: what it declares is checked, and its document becomes the next version of a pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.automation.pipeline_modules import update_pipeline_module
from server.design_analyzer import DesignAnalyzer
from server.graph.analyzed_design import Problem
from server.graph.bypass import apply_bypass
from server.graph.document import get_node_title, parse_design
from server.graph.pipelines.declarations import Declarations, read_declarations
from server.graph.pipelines.pipeline_names import to_command_name
from server.storage.orm.core_tables import DesignRow
from server.storage.orm.pipeline_tables import PipelineRow, PipelineVersionRow
from server.storage.stores import pipeline_store
from server.storage.transactions.serialized_document import SerializedDocument


class CannotPublish(Exception):
    """A design is not published; the message says why, one sentence for each reason."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class PublishRequest:
    """The pipeline that the version belongs to by its name, and what is said of the version."""

    name: str
    note: str
    make_default: bool
    created_by: str


@dataclass(frozen=True)
class PublishDraft:
    """What would be published now, and what stands in its way."""

    declarations: Declarations
    reasons: list[str]


def draft_publication(session: Session, analyzer: DesignAnalyzer, row: DesignRow) -> PublishDraft:
    """What a design declares, and a sentence for each reason why it cannot be published."""
    design = parse_design(row.document)
    analyzer = analyzer.for_design(design)
    declared, reasons = read_declarations(design, analyzer.catalog)
    if row.pending_review:
        reasons = ["A guest changed this design. Review the changes first.", *reasons]
    if not design.nodes:
        return PublishDraft(declared, ["There is nothing to publish. Add a module first."])
    bypassed = apply_bypass(design, analyzer.catalog)
    _, problems, _ = analyzer.plan_run(session, row, bypassed.design, ())
    titles = {name: module.title for name, module in analyzer.catalog.items()}

    def describe_problem(problem: Problem) -> str:
        node = design.nodes.get(problem.node or "")
        return f"{get_node_title(node, titles)}: {problem.message}" if node else problem.message

    return PublishDraft(declared, [*reasons, *(describe_problem(one) for one in problems if one.severity == "error")])


def publish_design(
    session: Session, analyzer: DesignAnalyzer, row: DesignRow, request: PublishRequest
) -> PipelineVersionRow:
    """Publish a design as the next version of a pipeline, which is made where the name is new. Raises CannotPublish."""
    draft = draft_publication(session, analyzer, row)
    if draft.reasons:
        raise CannotPublish(draft.reasons)
    pipeline = _find_or_create_pipeline(session, row, request)
    version = pipeline_store.add_pipeline_version(
        session,
        pipeline,
        PipelineVersionRow(
            pipeline_id=pipeline.id,
            version=0,
            document=SerializedDocument(row.document),
            revision=row.revision,
            note=request.note,
            trusted=row.trusted,
            declarations=draft.declarations.model_dump(mode="json"),
            created_by=request.created_by,
        ),
    )
    if request.make_default or pipeline.default_version is None:
        pipeline.default_version = version.version
        session.add(pipeline)
        session.flush()
        update_pipeline_module(session, analyzer.catalog, pipeline)
    audit_log.record_action(
        session,
        "pipeline.published",
        pipeline.name,
        AuditTarget(row.id),
        pipeline=pipeline.id,
        version=version.version,
        default=pipeline.default_version == version.version,
    )
    session.flush()
    return version


def require_free_name(session: Session, name: str, pipeline_id: str | None = None) -> None:
    """Raises CannotPublish where another pipeline has this name, or one that is written the same in a command."""
    for row in pipeline_store.list_pipelines(session):
        if row.id != pipeline_id and to_command_name(row.name) == to_command_name(name):
            raise CannotPublish([f"A pipeline named '{row.name}' already exists. Choose another name."])


def _find_or_create_pipeline(session: Session, row: DesignRow, request: PublishRequest) -> PipelineRow:
    known = pipeline_store.find_pipeline(session, request.name)
    if known is not None:
        if known.design_id != row.id:
            message = f"'{known.name}' is published from another design. Choose another name."
            raise CannotPublish([message])
        return known
    require_free_name(session, request.name)
    pipeline = PipelineRow(
        name=request.name, design_id=row.id, workspace_id=row.workspace_id, created_by=request.created_by
    )
    session.add(pipeline)
    session.flush()
    return pipeline

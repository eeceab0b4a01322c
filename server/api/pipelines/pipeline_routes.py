"""Pipelines: publish a design, look at what is published, choose the default version, disable, compare."""

from typing import Annotated

from fastapi import HTTPException, Query, Request
from sqlmodel import Session

from server.api.core.app_context import ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.router import Router
from server.api.core.version_numbers import VersionNumber
from server.api.designs.summaries import build_graph_picture
from server.api.designs.version_routes import DesignDiffRead, to_change_read
from server.api.pipelines.pipeline_schemas import (
    PipelineRead,
    PipelineReference,
    PipelineSummary,
    PipelineUpdate,
    PipelineVersionDocument,
    PipelineVersionRead,
    PipelineVersionUpdate,
    PublishCreate,
    PublishDraftRead,
    to_pipeline_read,
    to_pipeline_summaries,
    to_pipeline_version_read,
)
from server.auth import audit_log
from server.auth.principals import get_person
from server.automation.pipeline_modules import save_pipeline_module, update_pipeline_module
from server.automation.publishing import (
    CannotPublish,
    PublishRequest,
    draft_publication,
    publish_design,
    require_free_name,
)
from server.graph.comparison.design_diff import describe_changes
from server.graph.custom_modules import add_custom_modules
from server.graph.document import parse_design
from server.graph.pipelines.declarations import Declarations
from server.storage.orm.core_tables import now
from server.storage.orm.pipeline_tables import PipelineRow, PipelineVersionRow
from server.storage.stores import design_store, pipeline_store

router = Router(prefix="/api", tags=["pipelines"])


@router.get("/designs/{design_id}/publication", needs="viewer")
def read_publication_draft(design_id: str, session: ReadSessionDep, context: ContextDep) -> PublishDraftRead:
    """What would be published of a design now, and each reason why it cannot be."""
    row = design_store.get_design(session, design_id)
    draft = draft_publication(session, context.analyzer, row)
    published = pipeline_store.list_pipelines_of_design(session, design_id)
    return PublishDraftRead(
        declarations=draft.declarations,
        reasons=draft.reasons,
        pipelines=[PipelineReference(id=one.id, name=one.name, last_version=one.last_version) for one in published],
    )


@router.post("/designs/{design_id}/pipelines", needs="editor", status_code=201)
def publish_pipeline(
    design_id: str, new: PublishCreate, request: Request, session: WriteSessionDep, context: ContextDep
) -> PipelineRead:
    """Publish a design as it is now. A name that is new makes a pipeline, a known one gets its next version."""
    row = design_store.get_design(session, design_id, lock=True)
    wanted = PublishRequest(new.name, new.note.strip(), new.make_default, get_person(request.scope).name)
    try:
        version = publish_design(session, context.analyzer, row, wanted)
    except CannotPublish as refusal:
        raise HTTPException(409, str(refusal)) from None
    return to_pipeline_read(session, pipeline_store.get_pipeline(session, version.pipeline_id))


@router.get("/pipelines", needs="viewer")
def list_pipelines(session: ReadSessionDep) -> list[PipelineSummary]:
    """All pipelines by name, each with its newest run."""
    return to_pipeline_summaries(session, pipeline_store.list_pipelines(session))


@router.get("/pipelines/{pipeline_id}", needs="viewer")
def read_pipeline(pipeline_id: str, session: ReadSessionDep) -> PipelineRead:
    """A pipeline with its versions and what each one declares."""
    return to_pipeline_read(session, pipeline_store.get_pipeline(session, pipeline_id))


@router.patch("/pipelines/{pipeline_id}", needs="editor")
def update_pipeline(
    pipeline_id: str, update: PipelineUpdate, session: WriteSessionDep, context: ContextDep
) -> PipelineRead:
    """Rename a pipeline, choose its default version, or change its note and retries."""
    row = pipeline_store.get_pipeline(session, pipeline_id)
    changes = update.model_dump(exclude_unset=True, exclude_none=True)
    if update.name is not None and update.name != row.name:
        try:
            require_free_name(session, update.name, row.id)
        except CannotPublish as refusal:
            raise HTTPException(409, str(refusal)) from None
    if update.default_version is not None:
        _require_enabled(session, row, update.default_version)
    before = row.model_dump(include=set(changes))
    row.sqlmodel_update(changes)
    session.add(row)
    session.flush()
    update_pipeline_module(session, context.catalog, row)
    audit_log.record_action(session, "pipeline.changed", row.name, pipeline=row.id, before=before, after=changes)
    session.flush()
    return to_pipeline_read(session, row)


@router.post("/pipelines/{pipeline_id}/module", needs="editor")
def save_pipeline_as_module(pipeline_id: str, session: WriteSessionDep, context: ContextDep) -> PipelineRead:
    """Put a pipeline into the palette as a module. Designs that use it are offered each new default version."""
    row = pipeline_store.get_pipeline(session, pipeline_id)
    save_pipeline_module(session, context.catalog, row)
    audit_log.record_action(session, "module.kept", row.name, module=row.id, kind="group")
    session.flush()
    return to_pipeline_read(session, row)


def _require_enabled(session: Session, row: PipelineRow, version: int) -> None:
    if pipeline_store.get_pipeline_version(session, row.id, version).disabled_at is not None:
        raise HTTPException(409, f"Version {version} is disabled. Enable it before you make it the default.")


@router.delete("/pipelines/{pipeline_id}", needs="editor", status_code=204)
def delete_pipeline(pipeline_id: str, session: WriteSessionDep) -> None:
    """Delete a pipeline with its versions; it can be restored for a day. Runs and what they stored stay."""
    row = pipeline_store.delete_pipeline(session, pipeline_id)
    audit_log.record_action(session, "pipeline.deleted", row.name, pipeline=row.id)


@router.post("/pipelines/{pipeline_id}/restore", needs="editor")
def restore_pipeline(pipeline_id: str, session: WriteSessionDep) -> PipelineRead:
    """Undo a deletion."""
    row = pipeline_store.restore_pipeline(session, pipeline_id)
    audit_log.record_action(session, "pipeline.restored", row.name, pipeline=row.id)
    session.flush()
    return to_pipeline_read(session, row)


@router.get("/pipelines/{pipeline_id}/versions/{version}", needs="viewer")
def read_pipeline_version(
    pipeline_id: str, version: VersionNumber, session: ReadSessionDep, context: ContextDep
) -> PipelineVersionDocument:
    """A version with the design as it was published."""
    row = _get_version(session, pipeline_id, version)
    design = parse_design(row.document)
    counts = pipeline_store.count_pipeline_runs(session, [pipeline_id])
    declared = Declarations.model_validate(row.declarations)
    return PipelineVersionDocument(
        **to_pipeline_version_read(row, counts).model_dump(),
        document=row.document,
        picture=build_graph_picture(design, add_custom_modules(design, context.catalog)),
        picture_nodes=list(design.nodes),
        declared_nodes=declared.list_nodes(),
    )


@router.patch("/pipelines/{pipeline_id}/versions/{version}", needs="editor")
def update_pipeline_version(
    pipeline_id: str, version: VersionNumber, update: PipelineVersionUpdate, session: WriteSessionDep
) -> PipelineVersionRead:
    """Disable a version, so that nothing runs it any more, or enable it again."""
    row, pipeline = _get_version(session, pipeline_id, version), pipeline_store.get_pipeline(session, pipeline_id)
    if update.disabled and pipeline.default_version == version:
        raise HTTPException(409, f"Version {version} is the default. Make another version the default first.")
    row.disabled_at = (row.disabled_at or now()) if update.disabled else None
    row.disabled_reason = update.reason.strip() if update.disabled else ""
    session.add(row)
    action = "pipeline.version_disabled" if update.disabled else "pipeline.version_enabled"
    audit_log.record_action(session, action, pipeline.name, pipeline=pipeline.id, version=version)
    session.flush()
    return to_pipeline_version_read(row, pipeline_store.count_pipeline_runs(session, [pipeline_id]))


@router.get("/pipelines/{pipeline_id}/diff", needs="viewer")
def read_pipeline_diff(
    pipeline_id: str,
    session: ReadSessionDep,
    context: ContextDep,
    old: Annotated[int, Query(ge=1, description="The version to compare.")],
    new: Annotated[int, Query(ge=1, description="The version to compare it with.")],
) -> DesignDiffRead:
    """What lies between two versions, each change in words."""
    before = _get_version(session, pipeline_id, old).document
    after = _get_version(session, pipeline_id, new).document
    found = describe_changes(before, after, context.catalog)
    return DesignDiffRead(changes=[to_change_read(change) for change in found], old=before, new=after)


def _get_version(session: Session, pipeline_id: str, version: int) -> PipelineVersionRow:
    pipeline_store.get_pipeline(session, pipeline_id)
    return pipeline_store.get_pipeline_version(session, pipeline_id, version)

"""Designs: list, open, make, edit, delete, and what can be told of them without a run."""

import json
from asyncio import wrap_future
from datetime import datetime
from functools import partial
from typing import Annotated, NamedTuple

from fastapi import HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, JsonValue, TypeAdapter, ValidationError
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.guests import GuestDep, GuestPrincipal, build_visibility_filter
from server.api.core.list_pagination import PAGED_RESPONSES, PageDep, take_items
from server.api.core.router import Router
from server.api.designs import comment_export
from server.api.designs.design_edits import (
    EditsCreate,
    prepare_edit,
    require_valid_document,
    save_edits,
    save_imported_edits,
)
from server.api.designs.guest_edits import save_guest_edits
from server.api.designs.summaries import DesignSummary, summarize_designs
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import get_person
from server.collaboration.notification_feed import get_acting_person_id
from server.graph.document import Design, parse_design
from server.graph.edits import Document
from server.graph.json_shapes import DesignJson
from server.graph.upgrades import upgrade_document
from server.graph.validation.validation_messages import join_words
from server.runs.run_schemas import RunRead, to_run_read
from server.samples.sample_gallery import load_gallery
from server.storage.orm.core_tables import DesignRow, RunRow, VersionRow
from server.storage.stores import design_list_query, design_store, pipeline_store, run_store
from server.storage.stores.design_list_query import DesignSort
from server.storage.stores.design_store import IdConflict

router = Router(prefix="/api/designs", tags=["designs"])


class DesignCreate(BaseModel):
    """What a new design starts from: nothing, a document, a sample, a design that is there, its version or its run."""

    name: str | None = Field(default=None, max_length=200)
    document: dict[str, JsonValue] | None = None
    sample: str | None = None
    copy_of: str | None = None
    version: str | None = Field(default=None, max_length=64)
    run: str | None = Field(default=None, max_length=64)


class DesignRead(BaseModel):
    """A design at its newest revision."""

    id: str
    revision: int
    document: DesignJson
    created_at: datetime
    updated_at: datetime
    trusted: bool


class RevisionRead(BaseModel):
    """The revision that holds the change."""

    revision: int


def to_design_read(row: DesignRow) -> DesignRead:
    return DesignRead.model_validate(row, from_attributes=True)


@router.get("", needs="viewer", responses=PAGED_RESPONSES)
def list_designs(
    session: ReadSessionDep,
    context: ContextDep,
    response: Response,
    page: PageDep,
    sort: Annotated[DesignSort, Query(description="By the last edit, by name, or by the newest run.")] = "edited",
    text: Annotated[str, Query(max_length=200, description="Words to find in the name or the description.")] = "",
) -> list[DesignSummary]:
    """The designs, the one edited last first, or those whose newest run is the newest, or by name."""
    listed = design_list_query.query_design_page(session, sort, text, page)
    return summarize_designs(session, take_items(response, listed), context.catalog)


@router.post("", needs="editor", status_code=201)
async def create_design(new: DesignCreate, context: ContextDep) -> DesignRead:
    """Create a design: empty, from a sample, as a copy, or by import. Imported scripts run once you trust it."""

    def create_row() -> DesignRead:
        came = _parse_comments(new.document)
        with context.database.session() as session:
            begun = _build_initial_design(new, session, context)
            document = {**begun.document, "name": new.name} if new.name else begun.document
            row = design_store.create_design(session, document, trusted=begun.trusted, imported=begun.imported)
            row.person_id = get_acting_person_id()
            audit_log.record_action(session, "design.made", row.name, AuditTarget(row.id), **_describe_origin(new))
            comment_export.import_comments(session, row.id, came)
            return to_design_read(row)

    state = await run_in_threadpool(create_row)
    nodes = parse_design(state.document).nodes.values()
    await context.sample_importer.import_samples(str(node.parameters.get("dataset")) for node in nodes)
    return state


def _describe_origin(new: DesignCreate) -> dict[str, JsonValue]:
    """What a design was made of, for the audit log."""
    origin = new.model_dump(include={"sample", "copy_of", "version", "run"}, exclude_none=True)
    return {**origin, "imported": True} if new.document is not None else origin


class _InitialDesign(NamedTuple):
    """What a new design begins with."""

    document: Document
    trusted: bool = True
    imported: bool = False


def _build_initial_design(new: DesignCreate, session: Session, context: AppContext) -> _InitialDesign:
    if new.copy_of is not None:
        original = design_store.get_design(session, new.copy_of)
        document = {**original.document, "name": f"{original.name} (copy)"}
        return _InitialDesign(document, original.trusted, original.imported)
    if new.version is not None or new.run is not None:
        return _load_earlier_state(new, session)
    if new.sample is not None:
        sample = load_gallery().get(new.sample)
        if sample is None:
            raise HTTPException(404, "This sample does not exist.")
        return _InitialDesign(sample.document)
    if new.document is not None:
        imported = {name: value for name, value in new.document.items() if name != comment_export.COMMENTS_FIELD}
        return _InitialDesign(require_valid_document(upgrade_document(imported, context.catalog)), trusted=False)
    return _InitialDesign(Design().model_dump())


def _parse_comments(document: Document | None) -> list[comment_export.ExportedThread]:
    """The comments that came with a file."""
    try:
        return TypeAdapter(comment_export.ExportedThreads).validate_python(
            (document or {}).get(comment_export.COMMENTS_FIELD, [])
        )
    except ValidationError as error:
        raise HTTPException(422, f"The comments in this file can't be read: {error.errors()[0]['msg']}.") from None


def _load_earlier_state(new: DesignCreate, session: Session) -> _InitialDesign:
    """A design as it was in one of its versions or runs; it is trusted if it was, and the design is."""
    row = session.get(VersionRow, new.version) if new.version is not None else session.get(RunRow, new.run)
    original = session.get(DesignRow, row.design_id) if row is not None else None
    if row is None or original is None:
        raise HTTPException(
            404, "This version does not exist." if new.version is not None else "This run does not exist."
        )
    label = f"run {row.number}" if isinstance(row, RunRow) else row.name or f"revision {row.revision}"
    document = {**row.document, "name": f"{row.document['name']} ({label})"[:200]}
    return _InitialDesign(document, original.trusted and row.trusted, original.imported)


@router.get("/schema", needs="person")
def read_design_schema() -> dict[str, JsonValue]:
    """The JSON Schema of design files."""
    return Design.model_json_schema()


@router.get("/{design_id}", needs="viewer", guests="edit")
def read_design(design_id: str, session: ReadSessionDep, context: ContextDep, guest: GuestDep) -> DesignRead:
    """A design at its newest revision."""
    row = design_store.get_design(session, design_id)
    return to_design_read(row) if guest is None else _redact_design(row, guest, session, context)


def _redact_design(row: DesignRow, guest: GuestPrincipal, session: Session, context: AppContext) -> DesignRead:
    """A design as far as the link of a guest shows it, under the id of the link."""
    visibility = build_visibility_filter(guest.share, parse_design(row.document), session, context)
    return DesignRead(
        id=guest.share.id,
        revision=row.revision,
        document=visibility.redact_document(row.document),
        created_at=guest.share.created_at,
        updated_at=row.updated_at,
        trusted=True,
    )


@router.delete("/{design_id}", needs="editor", status_code=204)
def delete_design(design_id: str, session: WriteSessionDep) -> None:
    """Delete a design; it can be restored. One that a pipeline is published from is refused."""
    _require_unpublished(session, design_id)
    audit_log.record_action(
        session, "design.deleted", design_store.delete_design(session, design_id).name, AuditTarget(design_id)
    )


def _require_unpublished(session: Session, design_id: str) -> None:
    """Raises 409 where pipelines are published from the design."""
    names = [f"'{pipeline.name}'" for pipeline in pipeline_store.list_pipelines_of_design(session, design_id)]
    if len(names) == 1:
        raise HTTPException(409, f"The pipeline {names[0]} is published from this design. Delete the pipeline first.")
    if names:
        detail = f"The pipelines {join_words(names)} are published from this design. Delete these pipelines first."
        raise HTTPException(409, detail)


@router.post("/{design_id}/restore", needs="editor")
def restore_design(design_id: str, session: WriteSessionDep) -> DesignRead:
    """Undo a deletion."""
    row = design_store.restore_design(session, design_id)
    audit_log.record_action(session, "design.restored", row.name, AuditTarget(row.id))
    return to_design_read(row)


@router.post("/{design_id}/edits", needs="editor", guests="edit")
async def edit_design(
    design_id: str, change: EditsCreate, request: Request, context: ContextDep, guest: GuestDep
) -> RevisionRead:
    """Apply a list of edits as one change. The answer means that it is safe on disk."""
    if guest is not None:
        revision = await run_in_threadpool(save_guest_edits, change, guest, request, context)
    else:
        large = design_store.is_large_design(design_id)
        prepared = await run_in_threadpool(prepare_edit, context, design_id, change) if large else None
        person = get_person(request.scope)
        save = partial(save_imported_edits, catalog=context.catalog) if change.imported else save_edits
        work = partial(save, design_id=design_id, change=change, person=person, prepared=prepared)
        # Nobody holds a thread while waiting for others to write.
        revision = await wrap_future(context.database.submit_change(work, design_id))
    if isinstance(revision, IdConflict):
        raise revision
    context.event_bus.wake(design_id)
    return RevisionRead(revision=revision)


@router.get("/{design_id}/export", needs="viewer")
def export_design(
    design_id: str,
    session: ReadSessionDep,
    comments: Annotated[
        bool, Query(description="Whether to include its comments, with the names of their authors.")
    ] = False,
) -> Response:
    """The design as a file."""
    row = design_store.get_design(session, design_id)
    extra = {comment_export.COMMENTS_FIELD: comment_export.export_comments(session, design_id)} if comments else {}
    text = json.dumps({**row.document, **extra}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    name = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in row.name).strip() or "design"
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "_")
    headers = {"Content-Disposition": f'attachment; filename="{ascii_name}.design.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.get("/{design_id}/runs/latest", needs="viewer")
def read_latest_run(design_id: str, session: ReadSessionDep) -> RunRead | None:
    """The newest run, completed by what earlier runs last said of nodes that took no part in it."""
    design_store.get_design(session, design_id)
    newest = next(iter(run_store.list_design_runs(session, design_id, limit=1)), None)
    if newest is None:
        return None
    latest = run_store.get_latest_steps(session, design_id)
    steps = sorted((step for _, step in latest.values()), key=lambda step: step.position)
    return to_run_read(session, newest, steps)

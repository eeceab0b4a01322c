"""Versions of a design: list, name, look at, compare, restore."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from server.api.core.app_context import ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.list_pagination import PAGED_RESPONSES, PageDep, PageOrAllDep, take_items
from server.api.core.router import Router
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import get_person
from server.graph.comparison.design_diff import DesignChange, describe_changes, diff_documents
from server.graph.edits import Document
from server.graph.json_shapes import DesignJson, EditJson
from server.storage.orm.core_tables import RunRow, VersionRow
from server.storage.stores import design_store, event_log, run_store, version_store
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/designs", tags=["versions"])

VersionReason = Literal["named", "run", "pause", "restore", "import", "visitor"]


class VersionSummary(BaseModel):
    """A version in the list: one that a person named, or one that was kept before or after something happened."""

    id: str
    revision: int
    reason: VersionReason
    name: str | None
    note: str
    run_number: int | None
    #: Who named it, or did what it was kept for.
    person_name: str | None
    created_at: datetime


class VersionRead(VersionSummary):
    """A version with its document."""

    document: DesignJson


class VersionCreate(BaseModel):
    """The name of a version, and what there is to say about it."""

    name: str = Field(min_length=1, max_length=200)
    note: str = Field(default="", max_length=10_000)


class ChangeRead(BaseModel):
    """One difference between two documents, in words. `counts`: whether it can change a result."""

    kind: Literal["added", "removed", "changed"]
    what: Literal["node", "parameter", "edge", "state", "module", "words", "place", "design"]
    path: list[str]
    node: str | None
    words: str
    counts: bool


class DesignDiffRead(BaseModel):
    """What lies between two documents, and the documents."""

    changes: list[ChangeRead]
    old: DesignJson
    new: DesignJson


class EditAuthor(BaseModel):
    """Who made a change."""

    id: str
    name: str


class EditRead(BaseModel):
    """A change that somebody made."""

    revision: int
    label: str
    person: EditAuthor | None
    created_at: datetime


class RestorationRead(BaseModel):
    """The edits that make the design what it was, to be sent like any other change."""

    revision: int
    edits: list[EditJson]


def to_version_summary(row: VersionRow) -> VersionSummary:
    reason: VersionReason = row.reason  # type: ignore[assignment]
    return VersionSummary(
        id=row.id,
        revision=row.revision,
        reason=reason,
        name=row.name,
        note=row.note,
        run_number=row.run_number,
        person_name=row.author_name,
        created_at=row.created_at,
    )


def to_change_read(change: DesignChange) -> ChangeRead:
    return ChangeRead(
        kind=change.kind,
        what=change.part,
        path=list(change.path),
        node=change.node,
        words=change.description,
        counts=change.affects_result,
    )


@router.get("/{design_id}/versions", needs="viewer", responses=PAGED_RESPONSES)
def list_versions(
    design_id: str, session: ReadSessionDep, response: Response, page: PageOrAllDep
) -> list[VersionSummary]:
    """The versions of a design, newest first."""
    design_store.get_design(session, design_id, defer_document=True)
    listed = version_store.query_version_page(session, design_id, page)
    return [to_version_summary(row) for row in take_items(response, listed)]


@router.post("/{design_id}/versions", needs="editor", status_code=201)
def create_version(design_id: str, naming: VersionCreate, request: Request, session: WriteSessionDep) -> VersionSummary:
    """Save the current design as a named version."""
    row = design_store.get_design(session, design_id, lock=True)
    by = get_person(request.scope).name
    named = version_store.save_named_version(
        session, design_id, row.revision, row.document, naming.name, naming.note, by
    )
    audit_log.record_action(
        session, "design.version-named", f"{row.name}: {naming.name}", AuditTarget(row.id), revision=row.revision
    )
    return to_version_summary(named)


@router.get("/{design_id}/versions/{version_id}", needs="viewer")
def read_version(design_id: str, version_id: str, session: ReadSessionDep) -> VersionRead:
    """A version with its document."""
    row = _get_version_row(session, design_id, version_id)
    return VersionRead(**to_version_summary(row).model_dump(), document=row.document)


@router.patch("/{design_id}/versions/{version_id}", needs="editor")
def update_version(design_id: str, version_id: str, naming: VersionCreate, session: WriteSessionDep) -> VersionSummary:
    """Name a version, or give it another name."""
    row = _get_version_row(session, design_id, version_id)
    about = AuditTarget(design_id)
    audit_log.record_action(
        session, "design.version-renamed", naming.name, about, before=row.name, revision=row.revision
    )
    row.name, row.note = naming.name, naming.note
    session.add(row)
    return to_version_summary(row)


@router.delete("/{design_id}/versions/{version_id}", needs="editor", status_code=204)
def delete_version(design_id: str, version_id: str, session: WriteSessionDep) -> None:
    """Delete a version. The design does not change."""
    row = _get_version_row(session, design_id, version_id)
    audit_log.record_action(
        session, "design.version-deleted", row.name or "", AuditTarget(design_id), revision=row.revision
    )
    session.delete(row)


@router.post("/{design_id}/restorations", needs="editor")
def create_restoration(
    design_id: str,
    request: Request,
    session: WriteSessionDep,
    to: Annotated[str, Query(max_length=80, description="As of `changes`.")],
) -> RestorationRead:
    """Save the current design as a version, and return the edits that restore the earlier one. Undo works."""
    row = design_store.get_design(session, design_id, lock=True)
    target_document = load_document_at(session, design_id, to)
    row.trusted = row.trusted and _was_trusted(session, to)
    session.add(row)
    version_store.save_version(
        session, design_id, row.revision, row.document, "restore", author_name=get_person(request.scope).name
    )
    audit_log.record_action(
        session, "design.version-restored", row.name, AuditTarget(row.id), to=to, revision=row.revision
    )
    return RestorationRead(
        revision=row.revision, edits=[edit.to_json() for edit in diff_documents(row.document, target_document)]
    )


@router.get("/{design_id}/edits", needs="viewer", responses=PAGED_RESPONSES)
def list_edits(design_id: str, session: ReadSessionDep, response: Response, page: PageDep) -> list[EditRead]:
    """Who changed what of a design, and when; the newest first."""
    design_store.get_design(session, design_id, defer_document=True)
    rows = take_items(response, event_log.query_edit_page(session, design_id, page))
    return [EditRead.model_validate({"person": None, **row.body, "created_at": row.created_at}) for row in rows]


@router.get("/{design_id}/diff", needs="viewer")
def read_design_diff(
    design_id: str,
    session: ReadSessionDep,
    context: ContextDep,
    old: Annotated[str, Query(max_length=80, description="now, version:ID or run:ID")],
    new: Annotated[str, Query(max_length=80, description="now, version:ID or run:ID")] = "now",
) -> DesignDiffRead:
    """What lies between two points of a design's history, each change in words."""
    before, after = load_document_at(session, design_id, old), load_document_at(session, design_id, new)
    found = describe_changes(before, after, context.catalog)
    return DesignDiffRead(changes=[to_change_read(change) for change in found], old=before, new=after)


def load_document_at(session: Session, design_id: str, point: str) -> Document:
    """The document of a design now, in a version or in a run; raises NotFound."""
    row = design_store.get_design(session, design_id)
    kind, _, name = point.partition(":")
    if kind == "version":
        return _get_version_row(session, design_id, name).document
    if kind == "run":
        run = run_store.get_run(session, name)
        if run.design_id == design_id:
            return run.document
        raise NotFound("This run does not exist.")
    if point != "now":
        raise NotFound("This point does not exist in the history of the design.")
    return row.document


def _was_trusted(session: Session, point: str) -> bool:
    """Whether nothing of visitors waited for trust at this point of the history."""
    kind, _, name = point.partition(":")
    row = session.get(VersionRow, name) if kind == "version" else session.get(RunRow, name) if kind == "run" else None
    return row is None or row.trusted


def _get_version_row(session: Session, design_id: str, version_id: str) -> VersionRow:
    design_store.get_design(session, design_id)
    row = version_store.find_version(session, design_id, version_id)
    if row is None:
        raise NotFound("This version does not exist. It may have been deleted.")
    return row

"""Versions of a design: list, name, look at, compare, restore."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Reading, Running, Writing
from server.graph.difference import Change, changes_between, edits_between
from server.graph.edits import Document
from server.people import audit
from server.people.audit import About
from server.people.person import person_of
from server.storage import designs, events, runs, versions
from server.storage.designs import NotThere
from server.storage.tables import RunRow, VersionRow

router = APIRouter(prefix="/designs", tags=["versions"], route_class=StrictRoute)

Reason = Literal["named", "run", "pause", "restore", "import", "visitor"]


class VersionSummary(BaseModel):
    """A version in the list: one that a person named, or one that was kept before or after something happened."""

    id: str
    revision: int
    reason: Reason
    name: str | None
    note: str
    run_number: int | None
    #: Who named it, or did what it was kept for.
    person_name: str | None
    created_at: datetime


class Version(VersionSummary):
    """A version with its document."""

    document: dict[str, Any]


class Naming(BaseModel):
    """The name of a version, and what there is to say about it."""

    name: str = Field(min_length=1, max_length=200)
    note: str = Field(default="", max_length=10_000)


class ChangeOut(BaseModel):
    """One difference between two documents, in words. `counts`: whether it can change a result."""

    kind: Literal["added", "removed", "changed"]
    what: Literal["node", "parameter", "edge", "state", "module", "words", "place", "design"]
    path: list[str]
    node: str | None
    words: str
    counts: bool


class Changes(BaseModel):
    """What lies between two documents, and the documents."""

    changes: list[ChangeOut]
    old: dict[str, Any]
    new: dict[str, Any]


class Author(BaseModel):
    """Who made a change."""

    id: str
    name: str


class Done(BaseModel):
    """A change that somebody made."""

    revision: int
    label: str
    person: Author | None
    created_at: datetime


class Restoring(BaseModel):
    """The edits that make the design what it was, to be sent like any other change."""

    revision: int
    edits: list[dict[str, Any]]


def told_version(row: VersionRow) -> VersionSummary:
    return VersionSummary.model_validate(row.model_dump(exclude={"document"}))


def told_change(change: Change) -> ChangeOut:
    return ChangeOut(
        kind=change.kind,
        what=change.what,
        path=list(change.path),
        node=change.node,
        words=change.words,
        counts=change.counts,
    )


@router.get("/{design_id}/versions")
def list_versions(design_id: str, session: Reading) -> list[VersionSummary]:
    """The versions of a design, newest first."""
    designs.get(session, design_id)
    return [told_version(row) for row in versions.of_design(session, design_id)]


@router.post("/{design_id}/versions", status_code=201)
def name_version(design_id: str, naming: Naming, request: Request, session: Writing) -> VersionSummary:
    """Keep the design as it is now under a name."""
    row = designs.get(session, design_id, lock=True)
    by = person_of(request.scope).name
    named = versions.name(session, design_id, row.revision, row.document, naming.name, naming.note, by)
    audit.record(session, "design.version-named", f"{row.name}: {naming.name}", About(row.id), revision=row.revision)
    return told_version(named)


@router.get("/{design_id}/versions/{version_id}")
def read_version(design_id: str, version_id: str, session: Reading) -> Version:
    """A version with its document."""
    return Version.model_validate(_version(session, design_id, version_id).model_dump())


@router.patch("/{design_id}/versions/{version_id}")
def rename_version(design_id: str, version_id: str, naming: Naming, session: Writing) -> VersionSummary:
    """Name a version, or give it another name."""
    row = _version(session, design_id, version_id)
    about = About(design_id)
    audit.record(session, "design.version-renamed", naming.name, about, before=row.name, revision=row.revision)
    row.name, row.note = naming.name, naming.note
    session.add(row)
    return told_version(row)


@router.delete("/{design_id}/versions/{version_id}", status_code=204)
def delete_version(design_id: str, version_id: str, session: Writing) -> None:
    """Forget a version. The design stays as it is."""
    row = _version(session, design_id, version_id)
    audit.record(session, "design.version-deleted", row.name or "", About(design_id), revision=row.revision)
    session.delete(row)


@router.post("/{design_id}/restoring")
def begin_restoring(
    design_id: str,
    request: Request,
    session: Writing,
    to: Annotated[str, Query(max_length=80, description="As of `changes`.")],
) -> Restoring:
    """Keep the design as it is, and tell the edits that make it what it was: a change that can be undone."""
    row = designs.get(session, design_id, lock=True)
    wanted = document_at(session, design_id, to)
    row.trusted = row.trusted and _was_trusted(session, to)
    session.add(row)
    versions.keep(session, design_id, row.revision, row.document, "restore", by=person_of(request.scope).name)
    audit.record(session, "design.version-restored", row.name, About(row.id), to=to, revision=row.revision)
    return Restoring(revision=row.revision, edits=[edit.to_json() for edit in edits_between(row.document, wanted)])


@router.get("/{design_id}/edits")
def list_edits(design_id: str, session: Reading) -> list[Done]:
    """Who changed what of a design, and when; the newest first."""
    designs.get(session, design_id)
    rows = events.newest_edits(session, design_id)
    return [Done.model_validate({"person": None, **row.body, "created_at": row.created_at}) for row in rows]


@router.get("/{design_id}/changes")
def read_changes(
    design_id: str,
    session: Reading,
    context: Running,
    old: Annotated[str, Query(max_length=80, description="now, version:ID or run:ID")],
    new: Annotated[str, Query(max_length=80, description="now, version:ID or run:ID")] = "now",
) -> Changes:
    """What lies between two points of a design's history, each change in words."""
    before, after = document_at(session, design_id, old), document_at(session, design_id, new)
    found = changes_between(before, after, context.catalog)
    return Changes(changes=[told_change(change) for change in found], old=before, new=after)


def document_at(session: Session, design_id: str, point: str) -> Document:
    """The document of a design now, in a version or in a run; raises NotThere."""
    row = designs.get(session, design_id)
    kind, _, name = point.partition(":")
    if kind == "version":
        return _version(session, design_id, name).document
    if kind == "run":
        run = runs.get(session, name)
        if run.design_id == design_id:
            return run.document
        raise NotThere("This run is not there.")
    if point != "now":
        raise NotThere("There is no such point in the history of the design.")
    return row.document


def _was_trusted(session: Session, point: str) -> bool:
    """Whether nothing of visitors waited for trust at this point of the history."""
    kind, _, name = point.partition(":")
    row = session.get(VersionRow, name) if kind == "version" else session.get(RunRow, name) if kind == "run" else None
    return row is None or row.trusted


def _version(session: Session, design_id: str, version_id: str) -> VersionRow:
    designs.get(session, design_id)
    row = versions.get(session, design_id, version_id)
    if row is None:
        raise NotThere("This version is not there. It may have been deleted.")
    return row

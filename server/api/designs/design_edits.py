"""A change of a design, as members send it, and how it is applied."""

from collections.abc import Mapping
from functools import partial

from fastapi import HTTPException
from pydantic import BaseModel, Field, ValidationError
from sqlmodel import Session

from modules.kit import Module
from server.api.core.app_context import AppContext
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import Person
from server.graph.document import parse_design
from server.graph.edits import Document, Edit, apply_edits, find_conflicting_paths
from server.graph.sharing.guest_edits import find_changed_parts, needs_trust
from server.storage.stores import design_store
from server.storage.stores.design_store import IdConflict, PreparedEdit


class EditsCreate(BaseModel):
    """A change by the user. `id` is made by the client: sent twice, it is applied once."""

    client: str = Field(max_length=64)
    id: str = Field(max_length=64)
    label: str = Field(default="", max_length=200)
    edits: list[Edit] = Field(min_length=1, max_length=20_000)
    #: It comes from a file: code in it, and what reaches out of the server, waits until somebody trusts the design.
    imported: bool = False


def require_valid_document(document: Document) -> Document:
    """The document with all fields that a design has, if it is one; a sentence as the answer otherwise."""
    try:
        design = parse_design(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise HTTPException(422, f"This is not a Designery design: {where}: {first['msg']}.") from None
    return design.model_dump(mode="json")


def prepare_edit(context: AppContext, design_id: str, change: EditsCreate) -> PreparedEdit | None:
    with context.database.read_session() as session:
        return design_store.prepare_edit(session, design_id, partial(_apply_change, change))


def _apply_change(change: EditsCreate, document: Document) -> Document:
    """The document after a change; raises IdConflict."""
    if names := find_conflicting_paths(document, change.edits):
        raise IdConflict(names)
    after = apply_edits(document, change.edits)
    require_valid_document(after)
    return after


def save_edits(
    session: Session, design_id: str, change: EditsCreate, person: Person, prepared: PreparedEdit | None = None
) -> int | IdConflict:
    """Apply a change of a person to a design: the revision that holds it, or which of its names others have."""
    renames = any(edit.path == ("name",) for edit in change.edits)
    before = design_store.get_design(session, design_id, lock=True).name if renames else None
    body = {
        "client": change.client,
        "id": change.id,
        "label": change.label,
        "edits": [edit.to_json() for edit in change.edits],
        "person": {"id": person.id, "name": person.name},
    }
    revision = design_store.apply_edit(session, design_id, partial(_apply_change, change), body, change.id, prepared)
    if before is not None and before != (after := design_store.get_design(session, design_id, lock=True).name):
        audit_log.record_action(session, "design.renamed", after, AuditTarget(design_id), before=before)
    return revision


def save_imported_edits(
    session: Session,
    design_id: str,
    change: EditsCreate,
    person: Person,
    prepared: PreparedEdit | None,
    catalog: Mapping[str, Module],
) -> int | IdConflict:
    """Apply a change that comes from a file: where it brings code, the design is no longer trusted."""
    before = design_store.get_design(session, design_id, lock=True).document
    revision = save_edits(session, design_id, change, person, prepared)
    row = design_store.get_design(session, design_id, lock=True)
    changed = find_changed_parts(before, row.document)
    if row.trusted and changed and needs_trust(parse_design(row.document), changed, catalog):
        row.trusted, row.imported = False, True
        session.add(row)
    return revision

"""Changes of guests: they work on the design as far as their link shows it.

Nothing here runs anything or looks into data. What a guest changes is marked as waiting (`DesignRow.pending_review`)
until a member of the workspace runs the design or says that they have looked at it; code, and what reaches out of the
server, takes the design's trust away. `graph/sharing/guest_edits.py` decides what may be changed.
"""

from typing import Any

from fastapi import HTTPException, Request
from pydantic import ValidationError
from sqlmodel import Session

from server.api.core.app_context import AppContext
from server.api.core.guests import GuestPrincipal, build_visibility_filter
from server.api.core.rate_limiter import RateLimiter
from server.api.designs.design_edits import EditsCreate, require_valid_document
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import Person
from server.graph.document import parse_design
from server.graph.edits import Document, apply_edits, find_conflicting_paths
from server.graph.sharing.guest_edits import NotEditable, find_changed_parts, needs_trust
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import design_store, event_log, version_store
from server.storage.stores.design_store import IdConflict
from server.storage.transactions.writer_queue import WritePriority

#: Changes a minute: of one visitor, and of all who came by one link.
_guest_edit_rate, _link_edit_rate = RateLimiter(300, 60), RateLimiter(1_500, 60)
TOO_MANY_CHANGES = "Too many changes at once. They will be saved shortly."
#: What one change may bring, and how large a design may become by changes of visitors.
MAX_CHANGE_BYTES = 2**20
MAX_DESIGN_BYTES = 8 * 2**20
#: Once in so long the audit log says that a visitor is at work.
AUDIT_SECONDS = 3_600
_audit_rate = RateLimiter(1, AUDIT_SECONDS)


def save_guest_edits(
    change: EditsCreate, guest: GuestPrincipal, request: Request, context: AppContext
) -> int | IdConflict:
    """Apply a guest's change to what the link shows of the design: the revision that holds it, or which of its names
    others have. A change beyond that is refused."""
    person = guest.person
    _refuse_flood(change, guest, person)
    address = request.client.host if request.client else ""
    audit_log.set_actor(audit_log.Actor(person, address, {"share": guest.share.id}))
    with context.database.session(guest.share.design_id, priority=WritePriority.EDIT) as session:
        revision = _apply_guest_edits(session, context, change, guest, person)
        _audit_guest(session, guest, person)
    return revision


def _refuse_flood(change: EditsCreate, guest: GuestPrincipal, person: Person) -> None:
    if not (_guest_edit_rate.is_allowed(person.id) and _link_edit_rate.is_allowed(guest.share.id)):
        raise HTTPException(429, TOO_MANY_CHANGES)
    _guest_edit_rate.hit(person.id)
    _link_edit_rate.hit(guest.share.id)
    if len(change.model_dump_json()) > MAX_CHANGE_BYTES:
        raise HTTPException(413, "A single change through a link can be at most 1 MiB.")


def _apply_guest_edits(
    session: Session, context: AppContext, change: EditsCreate, guest: GuestPrincipal, person: Person
) -> int | IdConflict:
    row = design_store.get_design(session, guest.share.design_id, lock=True)
    visibility = build_visibility_filter(guest.share, parse_design(row.document), session, context)
    body: dict[str, Any] = {
        "client": guest.add_namespace(change.client),
        "id": guest.add_namespace(change.id),
        "label": change.label,
        "person": {"id": person.id, "name": person.name},
    }

    def change_document(document: Document) -> Document:
        if names := find_conflicting_paths(document, change.edits):
            raise IdConflict(names)
        try:
            edits = visibility.unredact_edits(
                document, change.edits, event_log.find_withheld_nodes(session, row.id, person.id)
            )
        except NotEditable as closed:
            raise HTTPException(422, str(closed)) from None
        except ValidationError:
            raise HTTPException(422, "This change would leave an invalid design.") from None
        after = apply_edits(document, edits)
        require_valid_document(after)
        _refuse_large(after)
        _mark_for_review(session, row, document, after, person, context)
        if hidden := visibility.find_hidden_nodes(document, edits):
            event_log.append_event(session, row.id, event_log.WITHHELD_NODES, {"nodes": hidden, "person": person.id})
        body["edits"] = [edit.to_json() for edit in edits]
        return after

    return design_store.apply_edit(session, row.id, change_document, body, body["id"])


def _refuse_large(document: Document) -> None:
    # Counted roughly: text of JSON without its escapes is no longer than it is written.
    if len(repr(document)) > MAX_DESIGN_BYTES:
        raise HTTPException(413, "Through a link, a design can grow to at most 8 MiB.")


def _mark_for_review(
    session: Session, row: DesignRow, before: Document, after: Document, person: Person, context: AppContext
) -> None:
    """Note what waits for somebody to look at it, and keep the design as it was before the first such change."""
    changed = find_changed_parts(before, after)
    if not changed:
        return
    if not row.pending_review:
        row.pending_review_version_id = version_store.save_version(
            session, row.id, row.revision, before, "visitor", author_name=person.name
        ).id
    row.pending_review = {**row.pending_review, **dict.fromkeys(sorted(changed), person.name)}
    if row.trusted and needs_trust(parse_design(after), changed, context.catalog):
        row.trusted, row.imported = False, True
        audit_log.record_action(session, "share.code", row.name, AuditTarget(row.id), nodes=sorted(changed))
    session.add(row)


def _audit_guest(session: Session, guest: GuestPrincipal, person: Person) -> None:
    """A line in the audit log for each visitor at work, once an hour."""
    share = guest.share
    if _audit_rate.is_allowed(person.id):
        _audit_rate.hit(person.id)
        audit_log.record_action(session, "share.edited", share.name, AuditTarget(share.design_id), share=share.id)

"""Editing through a link: a visitor without an account works on the same design, as far as the link shows it.

Nothing here runs anything or looks into data. What a visitor changes is marked as waiting (`DesignRow.waiting`) until a
member of the workspace runs the design or says that they have looked at it; code, and what reaches out of the server,
takes the design's trust away. `graph/visitors.py` decides what may be changed.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request, Response
from pydantic import ValidationError
from sqlmodel import Session

from server.api.collaboration.presence_routes import PresenceUpdate
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.rate_limiter import RateLimiter
from server.api.core.router import Router
from server.api.designs.design_analysis_routes import DesignAnalysisRead, build_design_analysis
from server.api.designs.design_routes import DesignRead, EditsCreate, RevisionRead, require_valid_document
from server.api.modules.catalog_routes import CatalogRead, read_catalog
from server.api.modules.module_help_routes import ModuleHelpRead, read_module_help
from server.api.shares.guest_session_routes import GuestDep, GuestPrincipal
from server.api.shares.redacted_problems import redact_analysis
from server.api.shares.shared_design_routes import (
    SharedStepRead,
    build_visibility_filter,
    find_shown_steps,
    redact_module,
    to_shared_steps,
)
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import Person
from server.collaboration.guest_identity import add_namespace, build_guest_person
from server.graph.custom_modules import parse_custom_modules
from server.graph.document import parse_design
from server.graph.edits import Document, apply_edits, find_conflicting_paths
from server.graph.sharing.guest_edits import NotEditable, find_changed_parts, needs_trust
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import design_store, event_log, version_store
from server.storage.stores.design_store import IdConflict
from server.storage.transactions.writer_queue import WritePriority

router = Router(prefix="/api/shared/{share_id}/design", tags=["shared"])

#: Changes a minute: of one visitor, and of all who came by one link.
_guest_edit_rate, _link_edit_rate = RateLimiter(300, 60), RateLimiter(1_500, 60)
_presence_rate, _analysis_rate = RateLimiter(1_800, 60), RateLimiter(400, 60)
TOO_MANY_CHANGES = "Too many changes at once. They will be saved shortly."
#: What one change may bring, and how large a design may become by changes of visitors.
MAX_CHANGE_BYTES = 2**20
MAX_DESIGN_BYTES = 8 * 2**20
#: Once in so long the audit log says that a visitor is at work.
AUDIT_SECONDS = 3_600
_audit_rate = RateLimiter(1, AUDIT_SECONDS)


def _require_editing(guest: GuestDep) -> GuestPrincipal:
    """The visit, where the link is for editing."""
    if guest.share.scope != "edit":
        raise HTTPException(403, "This link is view-only. Ask the owner for one that lets you edit.")
    return guest


EditingGuestDep = Annotated[GuestPrincipal, Depends(_require_editing)]


@router.get("", needs="visitor")
def read_guest_design(guest: EditingGuestDep, session: ReadSessionDep, context: ContextDep) -> DesignRead:
    """The design at its newest revision, as far as the link shows it."""
    row = design_store.get_design(session, guest.share.design_id)
    visibility = build_visibility_filter(guest.share, parse_design(row.document), session, context)
    dates: dict[str, datetime] = {"created_at": guest.share.created_at, "updated_at": row.updated_at}
    return DesignRead(
        id=guest.share.id,
        revision=row.revision,
        document=visibility.redact_document(row.document),
        trusted=True,
        **dates,
    )


@router.get("/catalog", needs="visitor", dependencies=[Depends(_require_editing)], response_model=CatalogRead)
def read_guest_catalog(request: Request) -> Response:
    """All modules that there are to add, and which ports fit together."""
    return read_catalog(request)


@router.get("/modules/{name}/help", needs="visitor", dependencies=[Depends(_require_editing)])
def read_guest_module_help(name: str, context: ContextDep) -> ModuleHelpRead:
    """The errors of a module, and a small design that shows it at work."""
    return read_module_help(name, context)


@router.get("/steps", needs="visitor")
def list_guest_steps(guest: EditingGuestDep, session: ReadSessionDep, context: ContextDep) -> list[SharedStepRead]:
    """What is shown of results that belong to the design as it is now."""
    row = design_store.get_design(session, guest.share.design_id)
    found = find_shown_steps(guest.share, row, session, context)
    return to_shared_steps(found, session, guest.share)


@router.get("/analysis", needs="visitor")
def read_guest_analysis(guest: EditingGuestDep, session: ReadSessionDep, context: ContextDep) -> DesignAnalysisRead:
    """Problems and columns, as far as the link shows them. Nothing is looked up in data for it."""
    if not _analysis_rate.is_allowed(guest.guest_session.token_hash):
        raise HTTPException(429, TOO_MANY_CHANGES)
    _analysis_rate.hit(guest.guest_session.token_hash)
    row = design_store.get_design(session, guest.share.design_id)
    share, design = guest.share, parse_design(row.document)
    own = [redact_module(share, module, own=True) for module in parse_custom_modules(design).values()]
    visibility = build_visibility_filter(share, design, session, context)
    return redact_analysis(
        build_design_analysis(session, context, row, with_advice=False), share.visibility, visibility, design, own
    )


@router.post("/presence", needs="visitor", status_code=204)
async def update_guest_presence(update: PresenceUpdate, guest: EditingGuestDep, context: ContextDep) -> None:
    """Tell the others where this guest is on the canvas."""
    person = build_guest_person(guest.share, guest.guest_session)
    if not _presence_rate.is_allowed(person.id):
        raise HTTPException(429, TOO_MANY_CHANGES)
    _presence_rate.hit(person.id)
    position = update.model_dump(mode="json", exclude={"client"})
    if not context.presence.update_awareness(
        guest.share.design_id, add_namespace(guest.guest_session, update.client), person, position
    ):
        raise HTTPException(404, "This tab is not subscribed to the events of this design. Reload the page.")


@router.post("/edits", needs="visitor")
def edit_guest_design(
    change: EditsCreate, guest: EditingGuestDep, request: Request, context: ContextDep
) -> RevisionRead:
    """Apply a guest's change to what the link shows of the design. A change beyond that is refused."""
    person = build_guest_person(guest.share, guest.guest_session)
    _refuse_flood(change, guest, person)
    address = request.client.host if request.client else ""
    audit_log.set_actor(audit_log.Actor(person, address, {"share": guest.share.id}))
    with context.database.session(guest.share.design_id, priority=WritePriority.EDIT) as session:
        revision = _apply_guest_edits(session, context, change, guest, person)
        _audit_guest(session, guest, person)
    if isinstance(revision, IdConflict):
        raise revision
    context.call_in_loop(context.event_bus.wake, guest.share.design_id)
    return RevisionRead(revision=revision)


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
        "client": add_namespace(guest.guest_session, change.client),
        "id": add_namespace(guest.guest_session, change.id),
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

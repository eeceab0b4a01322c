"""Comments of visitors who came by an edit link, where the link shows comments."""

from typing import Annotated

from fastapi import Depends, HTTPException
from sqlmodel import Session

from server.api.collaboration.comment_routes import (
    CommentBody,
    ThreadCreate,
    ThreadRead,
    ThreadResolution,
    comment_transaction,
    list_thread_reads,
    publish_thread_change,
    to_thread_read,
)
from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.rate_limiter import RateLimiter
from server.api.core.router import Router
from server.api.shares.guest_edit_routes import EditingGuestDep
from server.api.shares.guest_session_routes import GuestPrincipal
from server.api.shares.shared_design_routes import redact_thread
from server.collaboration import notification_feed
from server.collaboration.guest_identity import build_guest_person
from server.storage.orm.core_tables import ThreadRow
from server.storage.stores import comment_store
from server.storage.stores.comment_store import CommentAuthor
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/shared/{share_id}/design/threads", tags=["shared"])

_comment_rate = RateLimiter(20, 60)


def _require_comments(guest: EditingGuestDep) -> GuestPrincipal:
    """The visit, where the link shows comments."""
    if not guest.share.comments:
        raise NotFound("This link does not include comments.")
    return guest


CommentingGuestDep = Annotated[GuestPrincipal, Depends(_require_comments)]


def _admit_writer(guest: GuestPrincipal) -> CommentAuthor:
    person = build_guest_person(guest.share, guest.guest_session)
    if not _comment_rate.is_allowed(person.id):
        raise HTTPException(429, "Too many comments in a short time. Try again in a minute.")
    _comment_rate.hit(person.id)
    return CommentAuthor(person.id, person.name)


def _get_thread_row(session: Session, guest: GuestPrincipal, thread_id: str) -> ThreadRow:
    row = comment_store.get_thread(session, guest.share.design_id, thread_id)
    if row.version_id is not None:
        raise NotFound("This comment does not exist. It may have been deleted.")
    return row


def _publish_and_redact(session: Session, row: ThreadRow, guest: GuestPrincipal) -> ThreadRead:
    publish_thread_change(session, row)
    return redact_thread(to_thread_read(session, row, build_guest_person(guest.share, guest.guest_session).id))


@router.get("", needs="visitor")
def list_guest_threads(guest: CommentingGuestDep, session: ReadSessionDep) -> list[ThreadRead]:
    """The comments on the design and its nodes; none where the link does not show them."""
    reader = build_guest_person(guest.share, guest.guest_session).id
    found = list_thread_reads(session, guest.share.design_id, reader)
    return [redact_thread(thread) for thread in found if thread.version is None]


@router.post("", needs="visitor", status_code=201)
def create_guest_thread(new: ThreadCreate, guest: CommentingGuestDep, context: ContextDep) -> ThreadRead:
    """Comment on the design, one of its nodes or ports."""
    writer, design = _admit_writer(guest), guest.share.design_id
    with comment_transaction(context, design) as session:
        port = new.port if new.node is not None else None
        row = ThreadRow(design_id=design, node=new.node, port=port, title=new.title)
        comment_store.start_thread(session, row, writer, new.text)
        notification_feed.notify_comment_added(session, row, writer, new.text, visitor=True)
        return _publish_and_redact(session, row, guest)


@router.post("/{thread_id}/comments", needs="visitor", status_code=201)
def reply_to_guest_thread(
    thread_id: str, reply: CommentBody, guest: CommentingGuestDep, context: ContextDep
) -> ThreadRead:
    """Answer in a thread; one that was resolved is open again."""
    writer = _admit_writer(guest)
    with comment_transaction(context, guest.share.design_id) as session:
        row = _get_thread_row(session, guest, thread_id)
        comment_store.add_comment(session, row, writer, reply.text)
        notification_feed.notify_comment_added(session, row, writer, reply.text, visitor=True)
        return _publish_and_redact(session, row, guest)


@router.put("/{thread_id}/resolution", needs="visitor")
def resolve_guest_thread(
    thread_id: str, resolution: ThreadResolution, guest: CommentingGuestDep, context: ContextDep
) -> ThreadRead:
    """Resolve a thread, or open it again."""
    writer = _admit_writer(guest)
    with comment_transaction(context, guest.share.design_id) as session:
        row = _get_thread_row(session, guest, thread_id)
        comment_store.resolve_thread(session, row, writer if resolution.resolved else None)
        return _publish_and_redact(session, row, guest)


@router.patch("/{thread_id}/comments/{comment_id}", needs="visitor")
def update_guest_comment(
    thread_id: str, comment_id: str, new: CommentBody, guest: CommentingGuestDep, context: ContextDep
) -> ThreadRead:
    """Write an own comment anew."""
    writer = _admit_writer(guest)
    with comment_transaction(context, guest.share.design_id) as session:
        row = _get_thread_row(session, guest, thread_id)
        comment_store.update_comment(session, comment_store.get_own_comment(session, row, comment_id, writer), new.text)
        return _publish_and_redact(session, row, guest)


@router.delete("/{thread_id}/comments/{comment_id}", needs="visitor", status_code=204)
def delete_guest_comment(thread_id: str, comment_id: str, guest: CommentingGuestDep, context: ContextDep) -> None:
    """Delete your own comment. Deleting the last one deletes the thread."""
    writer = _admit_writer(guest)
    with comment_transaction(context, guest.share.design_id) as session:
        row = _get_thread_row(session, guest, thread_id)
        comment_store.delete_comment(session, row, comment_store.get_own_comment(session, row, comment_id, writer))
        publish_thread_change(session, row)

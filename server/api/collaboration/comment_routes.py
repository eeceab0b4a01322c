"""Comments on a design, its nodes, their ports and its versions: threads that are answered and resolved."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.guests import GuestDep, GuestPrincipal
from server.api.core.list_pagination import PAGED_RESPONSES, PageOrAllDep, take_items
from server.api.core.rate_limiter import RateLimiter
from server.api.core.router import Router
from server.auth.principals import get_person
from server.collaboration import notification_feed
from server.collaboration.guest_identity import redact_name_for_guests
from server.storage.orm.core_tables import CommentRow, ThreadRow
from server.storage.stores import comment_store, design_store, event_log
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/designs/{design_id}/threads", tags=["together"])

_guest_rate = RateLimiter(20, 60)


class CommentBody(BaseModel):
    """A comment, in Markdown."""

    text: str = Field(min_length=1, max_length=10_000, pattern=r"\S")


class ThreadCreate(CommentBody):
    """The first comment of a thread, and what it is about: the design, where nothing else is named.

    `title` is what that is called now, for when it is deleted. A port goes with its node, as `input.NAME` or
    `output.NAME`.
    """

    node: str | None = Field(default=None, max_length=64)
    port: str | None = Field(default=None, max_length=120, pattern=r"^(input|output)\.")
    version: str | None = Field(default=None, max_length=64)
    title: str = Field(default="", max_length=200)


class ThreadResolution(BaseModel):
    """Whether a thread is resolved."""

    resolved: bool


class CommentRead(BaseModel):
    """What somebody wrote. `own`: by whoever asks."""

    id: str
    person: str
    own: bool
    text: str
    created_at: datetime
    edited_at: datetime | None


class ThreadRead(BaseModel):
    """Comments on one thing, the oldest first."""

    id: str
    node: str | None
    port: str | None
    version: str | None
    title: str
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    comments: list[CommentRead]


@dataclass(frozen=True)
class _Commenter:
    """Whoever reads and writes comments: a member, or a guest of a link that shows them."""

    author: comment_store.CommentAuthor
    guest: GuestPrincipal | None

    def refuse_flood(self) -> None:
        """Guests write so many comments a minute."""
        if self.guest is None:
            return
        if not _guest_rate.is_allowed(self.author.id):
            raise HTTPException(429, "Too many comments in a short time. Try again in a minute.")
        _guest_rate.hit(self.author.id)

    def find_thread(self, session: Session, design_id: str, thread_id: str) -> ThreadRow:
        """A thread that they may know of: guests see no versions."""
        row = comment_store.get_thread(session, design_id, thread_id)
        if self.guest is not None and row.version_id is not None:
            raise NotFound("This comment does not exist. It may have been deleted.")
        return row

    def find_own_comment(self, session: Session, row: ThreadRow, comment_id: str) -> CommentRow:
        return comment_store.get_own_comment(session, row, comment_id, self.author)

    def redact(self, thread: ThreadRead) -> ThreadRead:
        return thread if self.guest is None else redact_thread(thread)

    def publish_and_read(self, session: Session, row: ThreadRow) -> ThreadRead:
        """Note that a thread is another one now, and tell whoever asked how it is."""
        publish_thread_change(session, row)
        return self.redact(to_thread_read(session, row, self.author.id))


async def _get_commenter(request: Request, guest: GuestDep) -> _Commenter:
    if guest is not None and not guest.share.comments:
        raise NotFound("This link does not include comments.")
    person = get_person(request.scope)
    return _Commenter(comment_store.CommentAuthor(person.id, person.name), guest)


CommenterDep = Annotated[_Commenter, Depends(_get_commenter)]


def redact_thread(thread: ThreadRead) -> ThreadRead:
    """A thread as guests read it: without the names of links, and of versions, which they do not see."""
    comments = [one.model_copy(update={"person": redact_name_for_guests(one.person)}) for one in thread.comments]
    resolved = thread.resolved_by and redact_name_for_guests(thread.resolved_by)
    return thread.model_copy(update={"comments": comments, "resolved_by": resolved, "version": None})


def list_thread_reads(session: Session, rows: Sequence[ThreadRow], reader: str | None) -> list[ThreadRead]:
    """Threads of a design as a person reads them."""
    comments_by_thread = comment_store.group_comments(session, rows)
    return [_build_thread_read(row, comments_by_thread[row.id], reader) for row in rows]


def _build_thread_read(row: ThreadRow, rows: list[CommentRow], reader: str | None) -> ThreadRead:
    comments_read = [
        CommentRead(
            **comment.model_dump(include={"id", "text", "created_at", "edited_at"}),
            person=comment.person_name,
            own=comment.person_id == reader,
        )
        for comment in rows
    ]
    return ThreadRead(
        **row.model_dump(exclude={"design_id", "version_id"}), version=row.version_id, comments=comments_read
    )


@contextmanager
def comment_transaction(context: AppContext, design_id: str) -> Iterator[Session]:
    """A transaction, and once it is on disk a word to everybody who has the design open."""
    with context.database.session(design_id) as session:
        yield session
    context.call_in_loop(context.event_bus.wake, design_id)


def to_thread_read(session: Session, row: ThreadRow, reader: str | None) -> ThreadRead:
    """A thread as a person reads it."""
    return _build_thread_read(row, comment_store.list_comments(session, [row.id]), reader)


def publish_thread_change(session: Session, row: ThreadRow) -> None:
    """Tell whoever has the design open that a thread is another one now."""
    event_log.append_event(session, row.design_id, "comments", {"thread": row.id})


@router.get("", needs="viewer", guests="edit", responses=PAGED_RESPONSES)
def list_threads(
    design_id: str, commenter: CommenterDep, session: ReadSessionDep, response: Response, page: PageOrAllDep
) -> list[ThreadRead]:
    """The comments on a design, those on deleted modules too, the oldest thread first."""
    design_store.get_design(session, design_id, defer_document=True)
    listed = comment_store.query_thread_page(session, design_id, page, on_versions=commenter.guest is None)
    threads = list_thread_reads(session, take_items(response, listed), commenter.author.id)
    return [commenter.redact(thread) for thread in threads]


@router.post("", needs="viewer", guests="edit", status_code=201)
def create_thread(design_id: str, new: ThreadCreate, commenter: CommenterDep, context: ContextDep) -> ThreadRead:
    """Comment on a design, one of its nodes or ports, or a version of it."""
    commenter.refuse_flood()
    about_version = new.node is None and commenter.guest is None
    with comment_transaction(context, design_id) as session:
        design_store.get_design(session, design_id)
        row = ThreadRow(
            design_id=design_id,
            node=new.node,
            port=new.port if new.node is not None else None,
            version_id=new.version if about_version else None,
            title=new.title,
        )
        comment_store.start_thread(session, row, commenter.author, new.text)
        _notify_comment_added(session, row, commenter, new.text)
        return commenter.publish_and_read(session, row)


def _notify_comment_added(session: Session, row: ThreadRow, commenter: _Commenter, text: str) -> None:
    notification_feed.notify_comment_added(session, row, commenter.author, text, visitor=commenter.guest is not None)


@router.post("/{thread_id}/comments", needs="viewer", guests="edit", status_code=201)
def reply_to_thread(
    design_id: str, thread_id: str, reply: CommentBody, commenter: CommenterDep, context: ContextDep
) -> ThreadRead:
    """Answer in a thread; one that was resolved is open again."""
    commenter.refuse_flood()
    with comment_transaction(context, design_id) as session:
        row = commenter.find_thread(session, design_id, thread_id)
        comment_store.add_comment(session, row, commenter.author, reply.text)
        _notify_comment_added(session, row, commenter, reply.text)
        return commenter.publish_and_read(session, row)


@router.put("/{thread_id}/resolution", needs="viewer", guests="edit")
def resolve_thread(
    design_id: str, thread_id: str, resolution: ThreadResolution, commenter: CommenterDep, context: ContextDep
) -> ThreadRead:
    """Resolve a thread, or open it again."""
    commenter.refuse_flood()
    with comment_transaction(context, design_id) as session:
        row = commenter.find_thread(session, design_id, thread_id)
        comment_store.resolve_thread(session, row, commenter.author if resolution.resolved else None)
        return commenter.publish_and_read(session, row)


@router.patch("/{thread_id}/comments/{comment_id}", needs="viewer", guests="edit")
def update_comment(
    design_id: str, thread_id: str, comment_id: str, new: CommentBody, commenter: CommenterDep, context: ContextDep
) -> ThreadRead:
    """Write an own comment anew."""
    commenter.refuse_flood()
    with comment_transaction(context, design_id) as session:
        row = commenter.find_thread(session, design_id, thread_id)
        comment_store.update_comment(session, commenter.find_own_comment(session, row, comment_id), new.text)
        return commenter.publish_and_read(session, row)


@router.delete("/{thread_id}/comments/{comment_id}", needs="viewer", guests="edit", status_code=204)
def delete_comment(
    design_id: str, thread_id: str, comment_id: str, commenter: CommenterDep, context: ContextDep
) -> None:
    """Delete your own comment. Deleting the last one deletes the thread."""
    commenter.refuse_flood()
    with comment_transaction(context, design_id) as session:
        row = commenter.find_thread(session, design_id, thread_id)
        comment_store.delete_comment(session, row, commenter.find_own_comment(session, row, comment_id))
        publish_thread_change(session, row)

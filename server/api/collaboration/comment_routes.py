"""Comments on a design, its nodes, their ports and its versions: threads that are answered and resolved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi import Request
from pydantic import BaseModel, Field
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.auth.principals import get_person
from server.collaboration import notification_feed
from server.storage.orm.core_tables import CommentRow, ThreadRow
from server.storage.stores import comment_store, design_store, event_log

router = Router(prefix="/api/designs/{design_id}/threads", tags=["together"])


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


def _get_writer(request: Request) -> comment_store.CommentAuthor:
    person = get_person(request.scope)
    return comment_store.CommentAuthor(person.id, person.name)


def list_thread_reads(session: Session, design_id: str, reader: str | None) -> list[ThreadRead]:
    """The threads of a design as a person reads them."""
    rows = comment_store.list_threads(session, design_id)
    comments_by_thread: dict[str, list[CommentRow]] = {row.id: [] for row in rows}
    for comment in comment_store.list_comments(session, comments_by_thread):
        comments_by_thread[comment.thread_id].append(comment)
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


def _publish_and_read(session: Session, row: ThreadRow, request: Request) -> ThreadRead:
    """Note that a thread is another one now, and tell whoever asked how it is."""
    publish_thread_change(session, row)
    return to_thread_read(session, row, _get_writer(request).id)


def to_thread_read(session: Session, row: ThreadRow, reader: str | None) -> ThreadRead:
    """A thread as a person reads it."""
    return _build_thread_read(row, comment_store.list_comments(session, [row.id]), reader)


def publish_thread_change(session: Session, row: ThreadRow) -> None:
    """Tell whoever has the design open that a thread is another one now."""
    event_log.append_event(session, row.design_id, "comments", {"thread": row.id})


@router.get("", needs="viewer")
def list_threads(design_id: str, request: Request, session: ReadSessionDep) -> list[ThreadRead]:
    """All comments on a design, those on deleted modules too."""
    design_store.get_design(session, design_id)
    return list_thread_reads(session, design_id, _get_writer(request).id)


@router.post("", needs="viewer", status_code=201)
def create_thread(design_id: str, new: ThreadCreate, request: Request, context: ContextDep) -> ThreadRead:
    """Comment on a design, one of its nodes or ports, or a version of it."""
    with comment_transaction(context, design_id) as session:
        design_store.get_design(session, design_id)
        row = ThreadRow(
            design_id=design_id,
            node=new.node,
            port=new.port if new.node is not None else None,
            version_id=new.version if new.node is None else None,
            title=new.title,
        )
        comment_store.start_thread(session, row, _get_writer(request), new.text)
        notification_feed.notify_comment_added(session, row, _get_writer(request), new.text)
        return _publish_and_read(session, row, request)


@router.post("/{thread_id}/comments", needs="viewer", status_code=201)
def reply_to_thread(
    design_id: str, thread_id: str, reply: CommentBody, request: Request, context: ContextDep
) -> ThreadRead:
    """Answer in a thread; one that was resolved is open again."""
    with comment_transaction(context, design_id) as session:
        row = comment_store.get_thread(session, design_id, thread_id)
        comment_store.add_comment(session, row, _get_writer(request), reply.text)
        notification_feed.notify_comment_added(session, row, _get_writer(request), reply.text)
        return _publish_and_read(session, row, request)


@router.put("/{thread_id}/resolution", needs="viewer")
def resolve_thread(
    design_id: str, thread_id: str, resolution: ThreadResolution, request: Request, context: ContextDep
) -> ThreadRead:
    """Resolve a thread, or open it again."""
    with comment_transaction(context, design_id) as session:
        row = comment_store.get_thread(session, design_id, thread_id)
        comment_store.resolve_thread(session, row, _get_writer(request) if resolution.resolved else None)
        return _publish_and_read(session, row, request)


@router.patch("/{thread_id}/comments/{comment_id}", needs="viewer")
def update_comment(
    design_id: str, thread_id: str, comment_id: str, new: CommentBody, request: Request, context: ContextDep
) -> ThreadRead:
    """Write an own comment anew."""
    with comment_transaction(context, design_id) as session:
        row = comment_store.get_thread(session, design_id, thread_id)
        comment_store.update_comment(
            session, comment_store.get_own_comment(session, row, comment_id, _get_writer(request)), new.text
        )
        return _publish_and_read(session, row, request)


@router.delete("/{thread_id}/comments/{comment_id}", needs="viewer", status_code=204)
def delete_comment(design_id: str, thread_id: str, comment_id: str, request: Request, context: ContextDep) -> None:
    """Delete your own comment. Deleting the last one deletes the thread."""
    with comment_transaction(context, design_id) as session:
        row = comment_store.get_thread(session, design_id, thread_id)
        comment_store.delete_comment(
            session, row, comment_store.get_own_comment(session, row, comment_id, _get_writer(request))
        )
        publish_thread_change(session, row)

"""Comments on a design, its nodes, their ports and its versions: threads that are answered and resolved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.people import notifications
from server.people.person import person_of
from server.storage import comments, designs, events
from server.storage.tables import CommentRow, ThreadRow

router = APIRouter(prefix="/designs/{design_id}/comments", tags=["together"], route_class=StrictRoute)


class Written(BaseModel):
    """A comment, in Markdown."""

    text: str = Field(min_length=1, max_length=10_000, pattern=r"\S")


class NewThread(Written):
    """The first comment of a thread, and what it is about: the design, where nothing else is named.

    `title` is what that is called now, for when it is deleted. A port goes with its node, as `input.NAME` or
    `output.NAME`.
    """

    node: str | None = Field(default=None, max_length=64)
    port: str | None = Field(default=None, max_length=120, pattern=r"^(input|output)\.")
    version: str | None = Field(default=None, max_length=64)
    title: str = Field(default="", max_length=200)


class Resolution(BaseModel):
    """Whether a thread is resolved."""

    resolved: bool


class Comment(BaseModel):
    """What somebody wrote. `own`: by whoever asks."""

    id: str
    person: str
    own: bool
    text: str
    created_at: datetime
    edited_at: datetime | None


class Thread(BaseModel):
    """Comments on one thing, the oldest first."""

    id: str
    node: str | None
    port: str | None
    version: str | None
    title: str
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    comments: list[Comment]


def _writer(request: Request) -> comments.Writer:
    person = person_of(request.scope)
    return comments.Writer(person.id, person.name)


def told_threads(session: Session, design_id: str, reader: str | None) -> list[Thread]:
    """The threads of a design as a person reads them."""
    rows = comments.threads(session, design_id)
    written: dict[str, list[CommentRow]] = {row.id: [] for row in rows}
    for comment in comments.comments_of(session, written):
        written[comment.thread_id].append(comment)
    return [_told(row, written[row.id], reader) for row in rows]


def _told(row: ThreadRow, written: list[CommentRow], reader: str | None) -> Thread:
    told = [
        Comment(
            **comment.model_dump(include={"id", "text", "created_at", "edited_at"}),
            person=comment.person_name,
            own=comment.person_id == reader,
        )
        for comment in written
    ]
    return Thread(**row.model_dump(exclude={"design_id", "version_id"}), version=row.version_id, comments=told)


@contextmanager
def changing(context: Context, design_id: str) -> Iterator[Session]:
    """A transaction, and once it is on disk a word to everybody who has the design open."""
    with context.database.session(design_id) as session:
        yield session
    context.soon(context.broadcast.wake, design_id)


def _answer(session: Session, row: ThreadRow, request: Request) -> Thread:
    """Note that a thread is another one now, and tell whoever asked how it is."""
    noted(session, row)
    return told_thread(session, row, _writer(request).id)


def told_thread(session: Session, row: ThreadRow, reader: str | None) -> Thread:
    """A thread as a person reads it."""
    return _told(row, comments.comments_of(session, [row.id]), reader)


def noted(session: Session, row: ThreadRow) -> None:
    """Tell whoever has the design open that a thread is another one now."""
    events.append(session, row.design_id, "comments", {"thread": row.id})


@router.get("")
def list_threads(design_id: str, request: Request, session: Reading) -> list[Thread]:
    """All comments on a design, those on deleted modules too."""
    designs.get(session, design_id)
    return told_threads(session, design_id, _writer(request).id)


@router.post("", status_code=201)
def begin_thread(design_id: str, new: NewThread, request: Request, context: Running) -> Thread:
    """Comment on a design, one of its nodes or ports, or a version of it."""
    with changing(context, design_id) as session:
        designs.get(session, design_id)
        row = ThreadRow(
            design_id=design_id,
            node=new.node,
            port=new.port if new.node is not None else None,
            version_id=new.version if new.node is None else None,
            title=new.title,
        )
        comments.begin(session, row, _writer(request), new.text)
        notifications.tell_of_comment(session, row, _writer(request), new.text)
        return _answer(session, row, request)


@router.post("/{thread_id}", status_code=201)
def reply_to_thread(design_id: str, thread_id: str, reply: Written, request: Request, context: Running) -> Thread:
    """Answer in a thread; one that was resolved is open again."""
    with changing(context, design_id) as session:
        row = comments.thread_of(session, design_id, thread_id)
        comments.reply(session, row, _writer(request), reply.text)
        notifications.tell_of_comment(session, row, _writer(request), reply.text)
        return _answer(session, row, request)


@router.put("/{thread_id}/resolution")
def resolve_thread(
    design_id: str, thread_id: str, resolution: Resolution, request: Request, context: Running
) -> Thread:
    """Have a thread resolved, or open again."""
    with changing(context, design_id) as session:
        row = comments.thread_of(session, design_id, thread_id)
        comments.resolve(session, row, _writer(request) if resolution.resolved else None)
        return _answer(session, row, request)


@router.patch("/{thread_id}/{comment_id}")
def rewrite_comment(
    design_id: str, thread_id: str, comment_id: str, new: Written, request: Request, context: Running
) -> Thread:
    """Write an own comment anew."""
    with changing(context, design_id) as session:
        row = comments.thread_of(session, design_id, thread_id)
        comments.rewrite(session, comments.own(session, row, comment_id, _writer(request)), new.text)
        return _answer(session, row, request)


@router.delete("/{thread_id}/{comment_id}", status_code=204)
def delete_comment(design_id: str, thread_id: str, comment_id: str, request: Request, context: Running) -> None:
    """Delete an own comment; with the last one goes the thread."""
    with changing(context, design_id) as session:
        row = comments.thread_of(session, design_id, thread_id)
        comments.delete(session, row, comments.own(session, row, comment_id, _writer(request)))
        noted(session, row)

"""Comments in the database: threads on nodes, ports, versions or designs, and what was written in them."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session, col, select

from server.storage.designs import NotThere
from server.storage.tables import CommentRow, ThreadRow, now


class Writer(NamedTuple):
    """Whose comment it is."""

    id: str
    name: str


class NotYours(Exception):
    """Only whoever wrote a comment may change it; the message says so."""


def begin(session: Session, thread: ThreadRow, writer: Writer, text: str) -> ThreadRow:
    """A new thread with its first comment."""
    session.add(thread)
    session.flush()
    reply(session, thread, writer, text)
    return thread


def reply(session: Session, thread: ThreadRow, writer: Writer, text: str) -> CommentRow:
    """One more comment; a thread that was resolved is open again."""
    row = CommentRow(thread_id=thread.id, person_id=writer.id, person_name=writer.name, text=text)
    session.add(row)
    resolve(session, thread, None)
    return row


def resolve(session: Session, thread: ThreadRow, writer: Writer | None) -> None:
    """Have a thread resolved by a person, or open again by nobody."""
    thread.resolved_at, thread.resolved_by = (now(), writer.name) if writer else (None, None)
    session.add(thread)
    session.flush()


def thread_of(session: Session, design_id: str, thread_id: str) -> ThreadRow:
    """The thread; raises NotThere."""
    row = session.get(ThreadRow, thread_id)
    if row is None or row.design_id != design_id:
        raise NotThere("This comment is not there. It may have been deleted.")
    return row


def own(session: Session, thread: ThreadRow, comment_id: str, writer: Writer) -> CommentRow:
    """A person's own comment in a thread; raises NotThere and NotYours."""
    row = session.get(CommentRow, comment_id)
    if row is None or row.thread_id != thread.id:
        raise NotThere("This comment is not there. It may have been deleted.")
    if row.person_id != writer.id:
        raise NotYours("Only whoever wrote a comment may change or delete it.")
    return row


def rewrite(session: Session, comment: CommentRow, text: str) -> None:
    comment.text, comment.edited_at = text, now()
    session.add(comment)
    session.flush()


def delete(session: Session, thread: ThreadRow, comment: CommentRow) -> bool:
    """Delete a comment, and the thread with its last one. Whether the thread is still there."""
    session.delete(comment)
    session.flush()
    if comments_of(session, [thread.id]):
        return True
    session.delete(thread)
    return False


def threads(session: Session, design_id: str) -> list[ThreadRow]:
    """The threads of a design, the oldest first."""
    query = select(ThreadRow).where(ThreadRow.design_id == design_id)
    return list(session.exec(query.order_by(col(ThreadRow.created_at), col(ThreadRow.id))))


def comments_of(session: Session, thread_ids: Iterable[str]) -> list[CommentRow]:
    """The comments in threads, the oldest first."""
    query = select(CommentRow).where(col(CommentRow.thread_id).in_(list(thread_ids)))
    return list(session.exec(query.order_by(col(CommentRow.created_at), col(CommentRow.id))))

"""Comments in the database: threads on nodes, ports, versions or designs, and what was written in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from server.storage.orm.core_tables import CommentRow, ThreadRow, now
from server.storage.stores.cursor_paging import IDS_PER_QUERY, ListOrderKey, ListPage, PageRequest, query_page
from server.storage.stores.design_store import NotFound


class CommentAuthor(NamedTuple):
    """Whose comment it is."""

    id: str
    name: str


class NotCommentAuthor(Exception):
    """Only whoever wrote a comment may change it; the message says so."""


def start_thread(session: Session, thread: ThreadRow, author: CommentAuthor, text: str) -> ThreadRow:
    """A new thread with its first comment."""
    session.add(thread)
    session.flush()
    add_comment(session, thread, author, text)
    return thread


def add_comment(session: Session, thread: ThreadRow, author: CommentAuthor, text: str) -> CommentRow:
    """One more comment; a thread that was resolved is open again."""
    row = CommentRow(thread_id=thread.id, person_id=author.id, person_name=author.name, text=text)
    session.add(row)
    resolve_thread(session, thread, None)
    return row


def resolve_thread(session: Session, thread: ThreadRow, author: CommentAuthor | None) -> None:
    """Have a thread resolved by a person, or open again by nobody."""
    thread.resolved_at, thread.resolved_by = (now(), author.name) if author else (None, None)
    session.add(thread)
    session.flush()


def get_thread(session: Session, design_id: str, thread_id: str) -> ThreadRow:
    """The thread; raises NotFound."""
    row = session.get(ThreadRow, thread_id)
    if row is None or row.design_id != design_id:
        raise NotFound("This comment does not exist. It may have been deleted.")
    return row


def get_own_comment(session: Session, thread: ThreadRow, comment_id: str, author: CommentAuthor) -> CommentRow:
    """A person's own comment in a thread; raises NotFound and NotCommentAuthor."""
    row = session.get(CommentRow, comment_id)
    if row is None or row.thread_id != thread.id:
        raise NotFound("This comment does not exist. It may have been deleted.")
    if row.person_id != author.id:
        raise NotCommentAuthor("Only the author of a comment can change or delete it.")
    return row


def update_comment(session: Session, comment: CommentRow, text: str) -> None:
    comment.text, comment.edited_at = text, now()
    session.add(comment)
    session.flush()


def delete_comment(session: Session, thread: ThreadRow, comment: CommentRow) -> bool:
    """Delete a comment, and the thread with its last one. Whether the thread is still there."""
    session.delete(comment)
    session.flush()
    if list_comments(session, [thread.id]):
        return True
    session.delete(thread)
    return False


def query_thread_page(
    session: Session, design_id: str, request: PageRequest, *, on_versions: bool = True
) -> ListPage[ThreadRow]:
    """The threads of a design, the oldest first, those on its versions only where wanted; raises InvalidCursor."""
    query = select(ThreadRow).where(ThreadRow.design_id == design_id)
    if not on_versions:
        query = query.where(col(ThreadRow.version_id).is_(None))
    order = [ListOrderKey(col(ThreadRow.created_at), datetime), ListOrderKey(col(ThreadRow.id), str)]
    return query_page(session, query, order, request)


def list_comments(session: Session, thread_ids: Iterable[str]) -> list[CommentRow]:
    """The comments in threads, the oldest first."""
    ids, found = list(thread_ids), list[CommentRow]()
    for start in range(0, len(ids), IDS_PER_QUERY):
        query = select(CommentRow).where(col(CommentRow.thread_id).in_(ids[start : start + IDS_PER_QUERY]))
        found += session.exec(query.order_by(col(CommentRow.created_at), col(CommentRow.id)))
    return found


def group_comments(session: Session, threads: Iterable[ThreadRow]) -> dict[str, list[CommentRow]]:
    """{thread: its comments, the oldest first}"""
    found: dict[str, list[CommentRow]] = {thread.id: [] for thread in threads}
    for comment in list_comments(session, found):
        found[comment.thread_id].append(comment)
    return found

"""Comments of visitors who came by an edit link, where the link shows comments."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.comments import NewThread, Resolution, Thread, Written, changing, noted, told_thread, told_threads
from server.api.context import Reading, Running
from server.api.shared import seen_thread
from server.api.shared_edits import Editing
from server.api.throttle import Throttle
from server.api.visits import Visiting
from server.people import notifications
from server.people.visitors import visitor
from server.storage import comments
from server.storage.comments import Writer
from server.storage.designs import NotThere
from server.storage.tables import ThreadRow

router = APIRouter(prefix="/shared/{share_id}/design/comments", tags=["shared"], route_class=StrictRoute)

_written = Throttle(20, 60)


def _talking(visiting: Editing) -> Visiting:
    """The visit, where the link shows comments."""
    if not visiting.share.comments:
        raise NotThere("Comments are not part of this link.")
    return visiting


Talking = Annotated[Visiting, Depends(_talking)]


def _writer(visiting: Visiting) -> Writer:
    person = visitor(visiting.share, visiting.visit)
    if not _written.allows(person.id):
        raise HTTPException(429, "Many comments in a short time. Try again in a minute.")
    _written.failed(person.id)
    return Writer(person.id, person.name)


def _thread(session: Session, visiting: Visiting, thread_id: str) -> ThreadRow:
    row = comments.thread_of(session, visiting.share.design_id, thread_id)
    if row.version_id is not None:
        raise NotThere("This comment is not there. It may have been deleted.")
    return row


def _answer(session: Session, row: ThreadRow, visiting: Visiting) -> Thread:
    noted(session, row)
    return seen_thread(told_thread(session, row, visitor(visiting.share, visiting.visit).id))


@router.get("")
def list_shared_threads(visiting: Talking, session: Reading) -> list[Thread]:
    """The comments on the design and its nodes; none where the link does not show them."""
    reader = visitor(visiting.share, visiting.visit).id
    found = told_threads(session, visiting.share.design_id, reader)
    return [seen_thread(thread) for thread in found if thread.version is None]


@router.post("", status_code=201)
def begin_shared_thread(new: NewThread, visiting: Talking, context: Running) -> Thread:
    """Comment on the design, one of its nodes or ports."""
    writer, design = _writer(visiting), visiting.share.design_id
    with changing(context, design) as session:
        port = new.port if new.node is not None else None
        row = ThreadRow(design_id=design, node=new.node, port=port, title=new.title)
        comments.begin(session, row, writer, new.text)
        notifications.tell_of_comment(session, row, writer, new.text, visitor=True)
        return _answer(session, row, visiting)


@router.post("/{thread_id}", status_code=201)
def reply_to_shared_thread(thread_id: str, reply: Written, visiting: Talking, context: Running) -> Thread:
    """Answer in a thread; one that was resolved is open again."""
    writer = _writer(visiting)
    with changing(context, visiting.share.design_id) as session:
        row = _thread(session, visiting, thread_id)
        comments.reply(session, row, writer, reply.text)
        notifications.tell_of_comment(session, row, writer, reply.text, visitor=True)
        return _answer(session, row, visiting)


@router.put("/{thread_id}/resolution")
def resolve_shared_thread(thread_id: str, resolution: Resolution, visiting: Talking, context: Running) -> Thread:
    """Have a thread resolved, or open again."""
    writer = _writer(visiting)
    with changing(context, visiting.share.design_id) as session:
        row = _thread(session, visiting, thread_id)
        comments.resolve(session, row, writer if resolution.resolved else None)
        return _answer(session, row, visiting)


@router.patch("/{thread_id}/{comment_id}")
def rewrite_shared_comment(
    thread_id: str, comment_id: str, new: Written, visiting: Talking, context: Running
) -> Thread:
    """Write an own comment anew."""
    writer = _writer(visiting)
    with changing(context, visiting.share.design_id) as session:
        row = _thread(session, visiting, thread_id)
        comments.rewrite(session, comments.own(session, row, comment_id, writer), new.text)
        return _answer(session, row, visiting)


@router.delete("/{thread_id}/{comment_id}", status_code=204)
def delete_shared_comment(thread_id: str, comment_id: str, visiting: Talking, context: Running) -> None:
    """Delete an own comment; with the last one goes the thread."""
    writer = _writer(visiting)
    with changing(context, visiting.share.design_id) as session:
        row = _thread(session, visiting, thread_id)
        comments.delete(session, row, comments.own(session, row, comment_id, writer))
        noted(session, row)

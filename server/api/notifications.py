"""What a person is told of: the list behind the bell, what of it is read, and where they want to be told."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from server.api.answers import StrictRoute
from server.api.asking import Asking
from server.api.context import Context, Running
from server.people import notifications
from server.people.notifications import Kind
from server.storage.notification_tables import NotificationChoiceRow
from server.storage.people_tables import WorkspaceRow
from server.storage.place import within

#: The database counts no further.
LARGEST_ID = 2**63 - 1

router = APIRouter(prefix="/me/notifications", tags=["notifications"], route_class=StrictRoute)
PATIENCE_SECONDS = 20.0


class NotificationRead(BaseModel):
    """Something to know: a sentence, and the path of the page that it is about."""

    id: int
    kind: Kind
    text: str
    link: str
    workspace_id: str
    #: Empty on a personal server.
    workspace: str
    design_id: str | None
    created_at: datetime
    read_at: datetime | None


class NotificationList(BaseModel):
    """The newest, and how many there are that were not read."""

    unread: int
    items: list[NotificationRead]


class MarkRead(BaseModel):
    """What was read: these, how the runs of a design ended, or all where neither is named."""

    ids: list[Annotated[int, Field(ge=0, le=LARGEST_ID)]] | None = Field(default=None, max_length=500)
    design: str | None = Field(default=None, max_length=64)


class NotificationChoice(BaseModel):
    """Where to be told of one kind: in the app, and by one's own web hooks."""

    kind: Kind
    app: bool = True
    hook: bool = True


def listener_key(person: str) -> str:
    """Under which the event streams of a person are woken."""
    return f"person {person}"


@router.get("")
def list_notifications(
    caller: Asking,
    context: Running,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[int | None, Query(ge=0, le=LARGEST_ID)] = None,
) -> NotificationList:
    """What this person was told of, newest first."""
    with within(None), context.database.reading() as session:
        rows = notifications.newest(session, caller.person.id, limit, before)
        names = {key: row.name if (row := session.get(WorkspaceRow, key)) else "" for key in
                 {row.workspace_id for row in rows}}  # fmt: skip
        items = [NotificationRead(**row.model_dump(), workspace=names[row.workspace_id]) for row in rows]
        return NotificationList(unread=notifications.unread(session, caller.person.id), items=items)


@router.post("/read", status_code=204)
def mark_read(read: MarkRead, caller: Asking, context: Running) -> None:
    """Mark what was read."""
    with within(None), context.database.session() as session:
        notifications.mark_read(session, caller.person.id, read.ids, read.design)


@router.get("/choices")
def read_choices(caller: Asking, context: Running) -> list[NotificationChoice]:
    """Where this person wants to be told of what."""
    with within(None), context.database.reading() as session:
        rows = notifications.choices(session, caller.person.id).values()
        return [NotificationChoice.model_validate(row.model_dump()) for row in rows]


@router.put("/choices", status_code=204)
def choose(chosen: list[NotificationChoice], caller: Asking, context: Running) -> None:
    """Say where to be told of what; kinds that are left out stay as they are."""
    with within(None), context.database.session() as session:
        for one in chosen:
            session.merge(NotificationChoiceRow(person_id=caller.person.id, **one.model_dump()))


def _unread(context: Context, person: str) -> dict[str, Any]:
    with within(None), context.database.reading() as session:
        newest = notifications.newest(session, person, 1)
        return {"unread": notifications.unread(session, person), "newest": newest[0].id if newest else 0}


@router.get("/events", response_class=EventSourceResponse)
async def follow_notifications(caller: Asking, context: Running) -> AsyncIterator[ServerSentEvent]:
    """How many are unread, whenever that changes (`notifications`)."""
    person, last = caller.person.id, None
    async with context.broadcast.watching(listener_key(person)) as watcher:
        yield ServerSentEvent(comment="watching", retry=2_000)
        while not context.broadcast.closing:
            if watcher.looks():
                told = await run_sync(_unread, context, person)
                if told != last:
                    last = told
                    yield ServerSentEvent(event="notifications", data=told)
                else:
                    yield ServerSentEvent(comment="still here")
            await watcher.wait(PATIENCE_SECONDS)

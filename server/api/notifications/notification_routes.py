"""What a person is told of: the list behind the bell, what of it is read, and where they want to be told."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Literal

from anyio.to_thread import run_sync
from fastapi import Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router
from server.collaboration import email_queue, notification_feed
from server.collaboration.notification_feed import NotificationKind
from server.storage.orm.account_tables import WorkspaceRow
from server.storage.orm.notification_tables import NotificationPreferenceRow
from server.storage.transactions.workspace_context import use_workspace

#: The database counts no further.
MAX_ID = 2**63 - 1

router = Router(prefix="/api/me/notifications", tags=["notifications"])
NOTIFICATION_HEARTBEAT_SECONDS = 20.0


class NotificationRead(BaseModel):
    """Something to know: a sentence, and the path of the page that it is about."""

    id: int
    kind: NotificationKind
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


class NotificationsUpdate(BaseModel):
    """What was read: these, how the runs of a design ended, or all where neither is named."""

    ids: list[Annotated[int, Field(ge=0, le=MAX_ID)]] | None = Field(default=None, max_length=500)
    design: str | None = Field(default=None, max_length=64)


class NotificationPreference(BaseModel):
    """Where to be told of one kind: in the app, by one's own web hooks, and by e-mail."""

    kind: NotificationKind
    app: bool = True
    hook: bool = True
    email: bool = False


class EmailAddressRead(BaseModel):
    """Where e-mail to this person goes; null where the server sends none, or knows no address."""

    address: str | None


def listener_key(person: str) -> str:
    """Under which the event streams of a person are woken."""
    return f"person {person}"


@router.get("", needs="person")
def list_notifications(
    caller: CallerDep,
    context: ContextDep,
    limit: Annotated[int, Query(ge=1, le=200, description="The most notifications to return.")] = 50,
    before: Annotated[int | None, Query(ge=0, le=MAX_ID, description="Continue after the one with this id.")] = None,
) -> NotificationList:
    """This person's notifications, newest first."""
    with use_workspace(None), context.database.read_session() as session:
        rows = notification_feed.list_notifications(session, caller.person.id, limit, before)
        names = {key: row.name if (row := session.get(WorkspaceRow, key)) else "" for key in
                 {row.workspace_id for row in rows}}  # fmt: skip
        items = [NotificationRead(**row.model_dump(), workspace=names[row.workspace_id]) for row in rows]
        return NotificationList(unread=notification_feed.count_unread(session, caller.person.id), items=items)


@router.post("/read", needs="person", status_code=204)
def mark_notifications_read(request: NotificationsUpdate, caller: CallerDep, context: ContextDep) -> None:
    """Mark notifications as read."""
    with use_workspace(None), context.database.session() as session:
        notification_feed.mark_notifications_read(session, caller.person.id, request.ids, request.design)


@router.get("/preferences", needs="person")
def list_notification_preferences(caller: CallerDep, context: ContextDep) -> list[NotificationPreference]:
    """Where this person wants to be told of what."""
    with use_workspace(None), context.database.read_session() as session:
        rows = notification_feed.get_preferences(session, caller.person.id).values()
        return [NotificationPreference.model_validate(row.model_dump()) for row in rows]


@router.put("/preferences", needs="person", status_code=204)
def update_notification_preferences(
    preferences: list[NotificationPreference], caller: CallerDep, context: ContextDep
) -> None:
    """Set how to be notified about each kind. Kinds that are left out do not change."""
    with use_workspace(None), context.database.session() as session:
        for preference in preferences:
            session.merge(NotificationPreferenceRow(person_id=caller.person.id, **preference.model_dump()))


@router.get("/email", needs="person")
def read_email_address(caller: CallerDep, context: ContextDep) -> EmailAddressRead:
    """Where e-mail to this person goes, if the server sends any."""
    with use_workspace(None), context.database.read_session() as session:
        return EmailAddressRead(address=email_queue.find_email_address(session, caller.person.id))


class UnreadMessage(BaseModel):
    """How many notifications are unread, and the id of the newest."""

    unread: int
    newest: int


class UnreadEvent(BaseModel):
    """The number of unread notifications is another one now."""

    event: Literal["notifications"]
    data: UnreadMessage


def _count_unread(context: AppContext, person: str) -> dict[str, int]:
    with use_workspace(None), context.database.read_session() as session:
        newest = notification_feed.list_notifications(session, person, 1)
        return {"unread": notification_feed.count_unread(session, person), "newest": newest[0].id or 0 if newest else 0}


@router.get("/events", needs="person", response_class=EventSourceResponse, responses={200: {"model": UnreadEvent}})
async def follow_notifications(caller: CallerDep, context: ContextDep) -> AsyncIterator[ServerSentEvent]:
    """The number of unread notifications, whenever it changes (`notifications`)."""
    person, last = caller.person.id, None
    async with context.event_bus.subscribe(listener_key(person)) as watcher:
        yield ServerSentEvent(comment="watching", retry=2_000)
        while not context.event_bus.closing:
            if watcher.consume_news():
                unread = await run_sync(_count_unread, context, person)
                if unread != last:
                    last = unread
                    yield ServerSentEvent(event="notifications", data=unread)
                else:
                    yield ServerSentEvent(comment="still here")
            await watcher.wait(NOTIFICATION_HEARTBEAT_SECONDS)

"""The event stream of a design: edits of others, and runs as they go."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.sse import EventSourceResponse, ServerSentEvent

from server.api.collaboration.design_event_schemas import DesignEventRead
from server.api.collaboration.guest_event_stream import HEARTBEAT_SECONDS, follow_as_guest, require_free_tab
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.guests import GuestDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.auth.principals import get_person
from server.storage.stores import design_store
from server.storage.transactions.database_errors import DATABASE_ERRORS

router = Router(prefix="/api", tags=["events"], route_class=Route)


def _require_design(
    design_id: str,
    session: ReadSessionDep,
    context: ContextDep,
    guest: GuestDep,
    client: Annotated[str | None, Query(description="The tab that listens.")] = None,
) -> None:
    """Raise what refuses the stream: one that has begun can refuse nothing any more."""
    design_store.get_design(session, design_id, defer_document=True)
    if guest is not None:
        _require_tab(client)
        require_free_tab(context, guest)


def _require_tab(client: str | None) -> None:
    """Guests say which tab listens; members may follow a design without being seen."""
    if not client:
        flaw = "missing" if client is None else "string_too_short"
        error = {"type": flaw, "loc": ("query", "client"), "msg": "Field required", "input": client}
        raise RequestValidationError([{**error, "ctx": {"min_length": 1}}])


@contextmanager
def _join_presence(context: AppContext, design_id: str, client: str | None, request: Request) -> Iterator[None]:
    """While its events are listened to, a tab is among those who have the design open."""
    if client is None:
        yield
        return
    context.presence.join(design_id, client, get_person(request.scope))
    try:
        yield
    finally:
        context.presence.leave(design_id, client)


@router.get(
    "/designs/{design_id}/events",
    needs="viewer",
    guests="edit",
    response_class=EventSourceResponse,
    responses={200: {"model": DesignEventRead}},
    dependencies=[Depends(_require_design)],
)
async def follow_design_events(
    design_id: str,
    context: ContextDep,
    request: Request,
    guest: GuestDep,
    last_event_id: Annotated[int | None, Header()] = None,
    client: Annotated[str | None, Query(max_length=64, description="The tab that listens.")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Edits, runs, steps and comments with ids, which a reconnect resumes from; without: progress and log lines, and
    who else has the design open (`presence`), where they point and look (`at`)."""
    if guest is not None:
        stream = follow_as_guest(context, guest, client or "", last_event_id)
    else:
        stream = _follow_as_member(context, request, design_id, client, last_event_id)
    async with aclosing(stream) as events:
        async for event in events:
            yield event


async def _follow_as_member(
    context: AppContext, request: Request, design_id: str, client: str | None, last_event_id: int | None
) -> AsyncGenerator[ServerSentEvent]:
    async with context.event_bus.subscribe(design_id) as watcher:
        feed = context.event_feed
        position = await feed.read_newest_id(design_id) if last_event_id is None else last_event_id
        with _join_presence(context, design_id, client, request):
            yield ServerSentEvent(comment="watching", retry=1_000)
            while not context.event_bus.closing:
                try:
                    rows = (
                        await feed.read_since(design_id, position, check_database=watcher.consume_overdue())
                        if watcher.consume_news()
                        else []
                    )
                    newest = await feed.read_newest_id(design_id) if rows is None else position
                except DATABASE_ERRORS:
                    return  # the browser comes back, and says where it was
                if rows is None:
                    position = newest
                    yield ServerSentEvent(event="reset", id=str(position), data={})
                    continue
                for row in rows:
                    position = row.id
                    yield ServerSentEvent(event=row.kind, id=str(row.id), raw_data=row.text)
                for ephemeral in watcher.drain():
                    yield ServerSentEvent(event=ephemeral.kind, data=ephemeral.body)
                await watcher.wait(HEARTBEAT_SECONDS)
                context.presence.remove_idle_tabs(design_id)

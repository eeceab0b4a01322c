"""The event stream of a design: edits of others, and runs as they go."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.event_feed import MAX_REPLAYED_EVENTS
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.auth.principals import get_person
from server.storage.stores import design_store
from server.storage.transactions.database_errors import DATABASE_ERRORS

router = Router(prefix="/api", tags=["events"], route_class=Route)

HEARTBEAT_SECONDS = 15.0


def _require_design(design_id: str, session: ReadSessionDep) -> None:
    """Raise NotFound without such a design: a stream that has begun can refuse nothing any more."""
    design_store.get_design(session, design_id)


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
    response_class=EventSourceResponse,
    dependencies=[Depends(_require_design)],
)
async def follow_design_events(
    design_id: str,
    context: ContextDep,
    request: Request,
    last_event_id: Annotated[int | None, Header()] = None,
    client: Annotated[str | None, Query(max_length=64, description="The tab that listens.")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Edits, runs, steps and comments with ids, which a reconnect resumes from; without: progress and log lines, and
    who else has the design open (`presence`), where they point and look (`at`)."""
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
                    newest = await feed.read_newest_id(design_id) if len(rows) == MAX_REPLAYED_EVENTS else None
                except DATABASE_ERRORS:
                    return  # the browser comes back, and says where it was
                if newest is not None:
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

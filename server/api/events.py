"""The event stream of a design: edits of others, and runs as they go."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from server.api.context import Context, Reading, Running
from server.people.person import person_of
from server.storage import designs, events
from server.storage.away import TROUBLE
from server.storage.tables import EventRow

router = APIRouter(tags=["events"])

#: More than this many missed events are not replayed one by one: the browser is told to load anew.
REPLAY = 500
PATIENCE_SECONDS = 15.0


def _there(design_id: str, session: Reading) -> None:
    """Raise NotThere without such a design: a stream that has begun can refuse nothing any more."""
    designs.get(session, design_id)


def _is_full(rows: list[EventRow]) -> bool:
    """Whether there are more missed events than are replayed."""
    return len(rows) == REPLAY


def _position(context: Context, design_id: str, last: int | None) -> int:
    with context.database.reading() as session:
        return events.newest(session, design_id) if last is None else last


def _missed(context: Context, design_id: str, position: int) -> list[EventRow]:
    with context.database.reading() as session:
        return events.since(session, design_id, position, REPLAY)


@contextmanager
def _here(context: Context, design_id: str, client: str | None, request: Request) -> Iterator[None]:
    """While its events are listened to, a tab is among those who have the design open."""
    if client is None:
        yield
        return
    context.presence.join(design_id, client, person_of(request.scope))
    try:
        yield
    finally:
        context.presence.leave(design_id, client)


@router.get("/designs/{design_id}/events", response_class=EventSourceResponse, dependencies=[Depends(_there)])
async def follow_design(
    design_id: str,
    context: Running,
    request: Request,
    last_event_id: Annotated[int | None, Header()] = None,
    client: Annotated[str | None, Query(max_length=64, description="The tab that listens.")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Edits, runs, steps and comments with ids, which a reconnect resumes from; without: progress and log lines, and
    who else has the design open (`presence`), where they point and look (`at`)."""
    async with context.broadcast.watching(design_id) as watcher:
        position = await anyio.to_thread.run_sync(_position, context, design_id, last_event_id)
        with _here(context, design_id, client, request):
            yield ServerSentEvent(comment="watching", retry=1_000)
            while not context.broadcast.closing:
                rows: list[EventRow] = []
                try:
                    if watcher.looks():
                        rows = await anyio.to_thread.run_sync(_missed, context, design_id, position)
                    newest = (
                        await anyio.to_thread.run_sync(_position, context, design_id, None) if _is_full(rows) else 0
                    )
                except TROUBLE:
                    return  # the browser comes back, and says where it was
                if _is_full(rows):
                    position = newest
                    yield ServerSentEvent(event="reset", id=str(position), data={})
                    continue
                for row in rows:
                    position = row.id or position
                    yield ServerSentEvent(event=row.kind, id=str(row.id), data=row.body)
                for fleeting in watcher.taken():
                    yield ServerSentEvent(event=fleeting.kind, data=fleeting.body)
                await watcher.wait(PATIENCE_SECONDS)
                context.presence.sweep(design_id)

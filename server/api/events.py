"""The event stream of a design: edits of others, and runs as they go."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from server.api.context import Context, Reading, Running
from server.api.feed import REPLAY
from server.people.person import person_of
from server.storage import designs
from server.storage.away import TROUBLE

router = APIRouter(tags=["events"])

PATIENCE_SECONDS = 15.0


def _there(design_id: str, session: Reading) -> None:
    """Raise NotThere without such a design: a stream that has begun can refuse nothing any more."""
    designs.get(session, design_id)


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
        feed = context.feed
        position = await feed.newest(design_id) if last_event_id is None else last_event_id
        with _here(context, design_id, client, request):
            yield ServerSentEvent(comment="watching", retry=1_000)
            while not context.broadcast.closing:
                try:
                    rows = await feed.since(design_id, position, look=watcher.is_overdue()) if watcher.looks() else []
                    newest = await feed.newest(design_id) if len(rows) == REPLAY else None
                except TROUBLE:
                    return  # the browser comes back, and says where it was
                if newest is not None:
                    position = newest
                    yield ServerSentEvent(event="reset", id=str(position), data={})
                    continue
                for row in rows:
                    position = row.id
                    yield ServerSentEvent(event=row.kind, id=str(row.id), raw_data=row.text)
                for fleeting in watcher.taken():
                    yield ServerSentEvent(event=fleeting.kind, data=fleeting.body)
                await watcher.wait(PATIENCE_SECONDS)
                context.presence.sweep(design_id)

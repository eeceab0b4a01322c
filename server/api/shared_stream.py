"""The event stream of an edit link: what others do to the design as the link shows it, until the link ends."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Depends, Header, HTTPException, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlmodel import Session

from server.api.context import Context, Running
from server.api.events import PATIENCE_SECONDS
from server.api.feed import REPLAY
from server.api.shared import pane_of
from server.api.shared_edits import Editing
from server.api.visits import Visiting, stay
from server.graph.difference import edits_between
from server.graph.document import read
from server.graph.edits import Document, Edit, apply
from server.people.person import Person
from server.people.visitors import own_name, plain_name, seen_by_visitor, to_visitors, visitor
from server.runs.broadcast import Fleeting
from server.storage import designs, events, shares
from server.storage.access_tables import ShareRow, VisitRow
from server.storage.away import TROUBLE
from server.storage.designs import NotThere
from server.storage.tables import EventRow, now

router = APIRouter(prefix="/shared/{share_id}/design", tags=["shared"])

#: So many tabs may work over one link at once.
MOST_TABS = 50


class _Window:
    """The design as one visitor last heard of it. Used by one thread at a time."""

    def __init__(self, context: Context, visiting: Visiting) -> None:
        self._context, self._share, self._visit = context, visiting.share, visiting.visit
        self.position = 0
        self._whole: Document = {}

    def begin(self, last: int | None) -> bool:
        """Look at the design as it is; whether nothing was missed since the event with id `last`."""
        with self._context.database.reading() as session:
            self._whole = designs.get(session, self._share.design_id).document
            self.position = events.newest(session, self._share.design_id)
        return last in (None, self.position)

    def news(self) -> list[ServerSentEvent]:
        """What has happened since; raises Ended and NotThere once the link does not hold any more."""
        with self._context.database.reading() as session:
            stay(self._context, session, self._visit.token_hash)
            share = shares.get(session, self._share.id)
            shares.still_valid(session, share)
            rows = events.since(session, share.design_id, self.position, REPLAY)
            if len(rows) < REPLAY:
                return [told for row in rows for told in self._told(session, row)]
        self.begin(None)
        return [self._event("reset", {})]

    def _told(self, session: Session, row: EventRow) -> Iterator[ServerSentEvent]:
        self.position = row.id or self.position
        if row.kind == "edits":
            yield self._event("edits", {**self._laid(session, row.body), **_author(row.body, self._visit)})
        elif row.kind == "comments" and self._share.comments:
            yield self._event("comments", {})
        elif row.kind in ("run", "step"):
            yield self._event("results", {})

    def _event(self, name: str, data: dict[str, Any]) -> ServerSentEvent:
        return ServerSentEvent(event=name, id=str(self.position), data=data)

    def _laid(self, session: Session, body: dict[str, Any]) -> dict[str, Any]:
        """A change as it looks through the link: what it makes of what was seen before."""
        after = apply(self._whole, [Edit.model_validate(edit) for edit in body["edits"]])
        pane = pane_of(self._share, read(after), session, self._context)
        edits = edits_between(pane.seen(self._whole), pane.seen(after))
        self._whole = after
        return {"revision": body["revision"], "edits": [edit.to_json() for edit in edits]}


def _author(body: dict[str, Any], visit: VisitRow) -> dict[str, Any]:
    person = body.get("person", {"id": "", "name": ""})
    return {
        "client": plain_name(visit, body.get("client", "")),
        "id": plain_name(visit, body.get("id", "")),
        "label": "",
        "person": {"id": "", "name": to_visitors(person["name"])},
    }


def _seen(fleeting: Fleeting, share: ShareRow, visit: VisitRow) -> Fleeting | None:
    """Who is here and where they point; of runs nothing."""
    if fleeting.kind == "presence":
        return Fleeting("presence", {"here": [seen_by_visitor(one, share, visit) for one in fleeting.body["here"]]})
    if fleeting.kind == "at":
        return Fleeting("at", {**fleeting.body, "client": plain_name(visit, fleeting.body["client"])})
    return None


async def _room(visiting: Editing, context: Running) -> None:
    """Refuse one tab too many: a stream that has begun can refuse nothing any more."""
    here = context.presence.here(visiting.share.design_id)
    if sum(one.person.id.startswith(f"share:{visiting.share.id}:") for one in here) >= MOST_TABS:
        raise HTTPException(429, "Many people have this link open right now. Try again later.")


@contextmanager
def _present(context: Context, share: ShareRow, client: str, person: Person) -> Iterator[None]:
    context.presence.join(share.design_id, client, person)
    try:
        yield
    finally:
        context.presence.leave(share.design_id, client)


@router.get("/events", response_class=EventSourceResponse, dependencies=[Depends(_room)])
async def follow_edited(
    visiting: Editing,
    context: Running,
    client: Annotated[str, Query(min_length=1, max_length=64, description="The tab that listens.")],
    last_event_id: Annotated[int | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Edits, as far as the link shows what they change; `results` and `comments` when there are others; who is here.
    `ended` when the link ends."""
    share, person = visiting.share, visitor(visiting.share, visiting.visit)
    window = _Window(context, visiting)
    async with context.broadcast.watching(share.design_id) as watcher:
        whole = await anyio.to_thread.run_sync(window.begin, last_event_id)
        with _present(context, share, own_name(visiting.visit, client), person):
            yield ServerSentEvent(comment="watching", retry=1_000)
            if not whole:
                yield ServerSentEvent(event="reset", id=str(window.position), data={})
            while not context.broadcast.closing:
                if watcher.looks():
                    try:
                        told = await anyio.to_thread.run_sync(window.news)
                    except TROUBLE:
                        return  # the browser comes back, and says where it was
                    except (shares.Ended, NotThere) as end:
                        yield ServerSentEvent(event="ended", data={"detail": str(end)})
                        return
                    for one in told:
                        yield one
                for fleeting in watcher.taken():
                    seen = _seen(fleeting, share, visiting.visit)
                    if seen is not None:
                        yield ServerSentEvent(event=seen.kind, data=seen.body)
                left = (share.expires_at - now()).total_seconds() if share.expires_at else PATIENCE_SECONDS
                await watcher.wait(max(0.1, min(PATIENCE_SECONDS, left)))
                context.presence.sweep(share.design_id)

"""The event stream of an edit link: what others do to the design as the link shows it, until the link ends."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any

import anyio.to_thread
from fastapi import HTTPException
from fastapi.sse import ServerSentEvent

from server.api.collaboration.link_view import LinkEvent, LinkViews
from server.api.core.app_context import AppContext
from server.api.core.guests import GuestPrincipal, extend_guest_session
from server.collaboration.guest_identity import (
    redact_name_for_guests,
    redact_presence_for_guest,
    strip_namespace,
)
from server.runs.event_bus import EphemeralEvent
from server.storage.orm.access_tables import GuestSessionRow, ShareRow
from server.storage.orm.core_tables import now
from server.storage.stores import share_store
from server.storage.stores.design_store import NotFound
from server.storage.transactions.database_errors import DATABASE_ERRORS

HEARTBEAT_SECONDS = 15.0
#: So many tabs may work over one link at once.
MAX_TABS_PER_LINK = 50


#: The designs as the open links show them.
_link_views = LinkViews()


class _GuestStream:
    """What one guest has been told. Used by one thread at a time."""

    def __init__(self, context: AppContext, guest: GuestPrincipal) -> None:
        self._context, self._share, self._guest_session = context, guest.share, guest.guest_session
        self._view = _link_views.open_view(context, guest.share)
        self.position = 0

    def reset(self, last: int | None) -> bool:
        """Look at the design as it is; whether nothing was missed since the event with id `last`."""
        with self._context.database.read_session() as session:
            self.position = self._view.read_newest_id(session)
        return last in (None, self.position)

    def read_events(self) -> list[ServerSentEvent]:
        """What has happened since; raises LinkExpired and NotFound once the link does not hold any more."""
        with self._context.database.read_session() as session:
            extend_guest_session(self._context, session, self._guest_session.token_hash)
            share = share_store.get_share(session, self._share.id)
            share_store.require_valid_share(session, share)
            found = self._view.read_since(session, self.position)
            if found is None:
                self.position = self._view.read_newest_id(session)
        if found is None:
            return [self._make_event("reset", {})]
        return [made for event in found for made in self._to_events(event)]

    def _to_events(self, event: LinkEvent) -> Iterator[ServerSentEvent]:
        self.position = event.id
        if event.kind == "edits":
            change = {"revision": event.body["revision"], "edits": event.edits}
            yield self._make_event("edits", {**change, **_redact_author(event.body, self._guest_session)})
        elif event.kind == "comments" and self._share.comments:
            yield self._make_event("comments", {})
        elif event.kind in ("run", "step"):
            yield self._make_event("results", {})

    def _make_event(self, name: str, data: dict[str, object]) -> ServerSentEvent:
        return ServerSentEvent(event=name, id=str(self.position), data=data)


def _redact_author(body: dict[str, Any], guest_session: GuestSessionRow) -> dict[str, Any]:
    person = body.get("person", {"id": "", "name": ""})
    return {
        "client": strip_namespace(guest_session, body.get("client", "")),
        "id": strip_namespace(guest_session, body.get("id", "")),
        "label": "",
        "person": {"id": "", "name": redact_name_for_guests(person["name"])},
    }


def _redact_ephemeral_event(
    ephemeral: EphemeralEvent, share: ShareRow, guest_session: GuestSessionRow
) -> EphemeralEvent | None:
    """Who is here and where they point; of runs nothing."""
    if ephemeral.kind == "presence":
        return EphemeralEvent(
            "presence",
            {"here": [redact_presence_for_guest(one, share, guest_session) for one in ephemeral.body["here"]]},
        )
    if ephemeral.kind == "at":
        return EphemeralEvent(
            "at", {**ephemeral.body, "client": strip_namespace(guest_session, ephemeral.body["client"])}
        )
    return None


def require_free_tab(context: AppContext, guest: GuestPrincipal) -> None:
    """Refuse one tab too many: a stream that has begun can refuse nothing any more."""
    here = context.presence.list_tabs(guest.share.design_id)
    if sum(one.person.id.startswith(f"share:{guest.share.id}:") for one in here) >= MAX_TABS_PER_LINK:
        raise HTTPException(429, "Many people have this link open right now. Try again later.")


@contextmanager
def _join_as_editor(context: AppContext, guest: GuestPrincipal, client: str) -> Iterator[None]:
    context.presence.join(guest.share.design_id, client, guest.person)
    try:
        yield
    finally:
        context.presence.leave(guest.share.design_id, client)


async def follow_as_guest(
    context: AppContext, guest: GuestPrincipal, client: str, last_event_id: int | None
) -> AsyncGenerator[ServerSentEvent]:
    """Edits, as far as the link shows what they change; `results` and `comments` when there are others; who is here.
    `ended` when the link ends."""
    share = guest.share
    stream = _GuestStream(context, guest)
    async with context.event_bus.subscribe(share.design_id) as watcher:
        complete = await anyio.to_thread.run_sync(stream.reset, last_event_id)
        with _join_as_editor(context, guest, guest.add_namespace(client)):
            yield ServerSentEvent(comment="watching", retry=1_000)
            if not complete:
                yield ServerSentEvent(event="reset", id=str(stream.position), data={})
            while not context.event_bus.closing:
                if watcher.consume_news():
                    try:
                        new_events = await anyio.to_thread.run_sync(stream.read_events)
                    except DATABASE_ERRORS:
                        return  # the browser comes back, and says where it was
                    except (share_store.LinkExpired, NotFound) as end:
                        yield ServerSentEvent(event="ended", data={"detail": str(end)})
                        return
                    for event in new_events:
                        yield event
                for ephemeral in watcher.drain():
                    redacted = _redact_ephemeral_event(ephemeral, share, guest.guest_session)
                    if redacted is not None:
                        yield ServerSentEvent(event=redacted.kind, data=redacted.body)
                left = (share.expires_at - now()).total_seconds() if share.expires_at else HEARTBEAT_SECONDS
                await watcher.wait(max(0.1, min(HEARTBEAT_SECONDS, left)))
                context.presence.remove_idle_tabs(share.design_id)

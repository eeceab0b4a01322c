"""A design as one edit link shows it, and its latest changes: held once for all tabs that have the link open."""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from sqlmodel import Session

from server.api.core.app_context import AppContext
from server.api.core.event_feed import MAX_REPLAYED_CHARACTERS, MAX_REPLAYED_EVENTS, TAIL_LENGTH
from server.api.core.guests import build_visibility_filter
from server.graph.comparison.design_diff import diff_documents
from server.graph.document import parse_design
from server.graph.edits import Document, Edit, apply_edits
from server.storage.orm.access_tables import ShareRow
from server.storage.stores import design_store, event_log
from server.storage.stores.event_log import EventText
from server.storage.transactions.stored_json import read_json


class LinkEvent(NamedTuple):
    """An event of a design, and what its edits change of what the link shows."""

    id: int
    kind: str
    #: As the log has it.
    body: dict[str, Any]
    edits: list[dict[str, object]]


@dataclass(frozen=True)
class _LinkKey:
    """A link with what it shows: after a change of that, tabs that are opened see another design."""

    share_id: str
    shown: tuple[object, ...]


class LinkView:
    """Used by several threads, one at a time."""

    def __init__(self, context: AppContext, share: ShareRow) -> None:
        """Its design is read when the first tab asks for it."""
        self._context, self._share = context, share
        self._lock = threading.Lock()
        self._document: Document | None = None
        self._events: deque[LinkEvent] = deque()
        #: All events after the first one of these ids, up to the second, are in `_events`.
        self._start, self._end = 0, 0

    def read_newest_id(self, session: Session) -> int:
        """The id of the newest event, after which a tab that begins now is told of all."""
        with self._lock:
            self._advance(session)
            return self._end

    def read_since(self, session: Session, position: int) -> list[LinkEvent] | None:
        """The events after a position; None where they are too many or too long to be replayed."""
        with self._lock:
            self._advance(session)
            if position < self._start:
                return None
            return [event for event in self._events if event.id > position]

    def _advance(self, session: Session) -> None:
        found = (
            None
            if self._document is None
            else event_log.load_event_texts(
                session, self._share.design_id, self._end, MAX_REPLAYED_EVENTS, MAX_REPLAYED_CHARACTERS
            )
        )
        if found is None:
            self._document = design_store.get_design(session, self._share.design_id).document
            self._start = self._end = event_log.get_newest_event_id(session, self._share.design_id)
            self._events.clear()
            return
        for event in found:
            self._events.append(self._redact_event(session, event))
            self._end = event.id
        while len(self._events) > TAIL_LENGTH:
            self._start = self._events.popleft().id

    def _redact_event(self, session: Session, event: EventText) -> LinkEvent:
        body = read_json(event.text)
        assert isinstance(body, dict)
        edits = self._redact_edits(session, body["edits"]) if event.kind == "edits" else []
        kept = {name: value for name, value in body.items() if name != "edits"}
        return LinkEvent(event.id, event.kind, kept, edits)

    def _redact_edits(self, session: Session, edits: list[Any]) -> list[dict[str, object]]:
        """A change as it looks through the link: what it makes of what was seen before."""
        assert self._document is not None
        after = apply_edits(self._document, [Edit.model_validate(edit) for edit in edits])
        visibility = build_visibility_filter(self._share, parse_design(after), session, self._context)
        found = diff_documents(visibility.redact_document(self._document), visibility.redact_document(after))
        self._document = after
        return [edit.to_json() for edit in found]


class LinkViews:
    """The links that are open, each for as long as a tab has it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._views: WeakValueDictionary[_LinkKey, LinkView] = WeakValueDictionary()

    def open_view(self, context: AppContext, share: ShareRow) -> LinkView:
        """The view of a link; whoever has the link open holds it."""
        key = _LinkKey(share.id, (share.scripts, share.visibility, share.max_rows))
        with self._lock:
            view = self._views.get(key)
            if view is None:
                view = self._views[key] = LinkView(context, share)
            return view

"""Who has a design open right now: in memory only, and gone when the tab is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from server.auth.principals import Person

#: A tab whose connection broke off is still here for this long: it may be about to come back.
GRACE_SECONDS = 2.0
#: A tab that says nothing for so long is gone, though its connection seems to stand: browsers slow hidden tabs down to
#: one word a minute.
IDLE_SECONDS = 90.0


@dataclass
class OpenTab:
    """One tab of one person."""

    client: str
    person: Person
    #: Which of the colors is theirs.
    color: int
    last_active: float
    stream_count: int = 1
    #: What they look at and point to, as they last said.
    awareness: dict[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        person = {"id": self.person.id, "name": self.person.name, "kind": self.person.kind}
        return {"client": self.client, "person": person, "color": self.color, "at": self.awareness}


class PresenceTracker:
    """The tabs on each design. All methods are called in the event loop's thread.

    `send` takes the design, what the event is about (the latest of these counts), the kind of the event and its body.
    """

    def __init__(
        self,
        send: Callable[[str, str, str, dict[str, Any]], None],
        call_later: Callable[[float, Callable[[], None]], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send, self._call_later, self._clock = send, call_later, clock
        self._tabs: dict[str, dict[str, OpenTab]] = {}

    def list_tabs(self, design: str) -> list[OpenTab]:
        """Everybody who has the design open, in the order in which they came."""
        return list(self._tabs.get(design, {}).values())

    def join(self, design: str, client: str, person: Person) -> None:
        """An event stream of this tab has begun; everybody is told who is here now."""
        tab = self._tabs.setdefault(design, {}).get(client)
        if tab is not None and tab.person.id == person.id:
            tab.stream_count += 1
            tab.last_active = self._clock()
        else:
            self._tabs[design][client] = OpenTab(client, person, self._pick_color(design), self._clock())
        self._broadcast(design)

    def leave(self, design: str, client: str) -> None:
        """An event stream of this tab has ended; unless another begins soon, the tab is gone."""
        tab = self._tabs.get(design, {}).get(client)
        if tab is None:
            return
        tab.stream_count -= 1
        self._call_later(
            GRACE_SECONDS, lambda: self._remove_tabs(design, lambda one: one is tab and one.stream_count <= 0)
        )

    def update_awareness(self, design: str, client: str, person: Person, awareness: dict[str, object]) -> bool:
        """What a tab points to and looks at now. False where no such tab of this person is known."""
        tab = self._tabs.get(design, {}).get(client)
        if tab is None or tab.person.id != person.id:
            return False
        tab.awareness, tab.last_active = awareness, self._clock()
        self._send(design, f"at {client}", "at", {"client": client, "at": awareness})
        return True

    def rename_person(self, design: str, person: Person) -> None:
        """Somebody who has the design open wants to be called otherwise."""
        tabs = [tab for tab in self.list_tabs(design) if tab.person.id == person.id]
        for tab in tabs:
            tab.person = person
        if tabs:
            self._broadcast(design)

    def remove_idle_tabs(self, design: str) -> None:
        """Forget whoever has been silent for too long. Guests only look: they never say anything."""
        cutoff = self._clock() - IDLE_SECONDS
        self._remove_tabs(design, lambda tab: tab.last_active < cutoff and tab.person.kind != "guest")

    def _remove_tabs(self, design: str, is_gone: Callable[[OpenTab], bool]) -> None:
        tabs = self._tabs.get(design, {})
        left = {client: tab for client, tab in tabs.items() if not is_gone(tab)}
        if len(left) == len(tabs):
            return
        self._tabs[design] = left
        if not left:
            del self._tabs[design]
        self._broadcast(design)

    def _pick_color(self, design: str) -> int:
        taken = {tab.color for tab in self._tabs[design].values()}
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def _broadcast(self, design: str) -> None:
        self._send(design, "presence", "presence", {"here": [tab.to_json() for tab in self.list_tabs(design)]})

"""Who has a design open right now: in memory only, and gone when the tab is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from server.people.person import Person

#: A tab whose connection broke off is still here for this long: it may be about to come back.
GRACE_SECONDS = 2.0
#: A tab that says nothing for so long is gone, though its connection seems to stand: browsers slow hidden tabs down to
#: one word a minute.
SILENCE_SECONDS = 90.0


@dataclass
class Visitor:
    """One tab of one person."""

    client: str
    person: Person
    #: Which of the colours is theirs.
    color: int
    heard: float
    streams: int = 1
    #: What they look at and point to, as they last said.
    at: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        person = {"id": self.person.id, "name": self.person.name, "kind": self.person.kind}
        return {"client": self.client, "person": person, "color": self.color, "at": self.at}


class Presence:
    """The tabs on each design. All methods are called in the event loop's thread.

    `send` takes the design, what the word is about (the latest of these counts), the kind of the event and its body.
    """

    def __init__(
        self,
        send: Callable[[str, str, str, dict[str, Any]], None],
        later: Callable[[float, Callable[[], None]], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send, self._later, self._clock = send, later, clock
        self._here: dict[str, dict[str, Visitor]] = {}

    def here(self, design: str) -> list[Visitor]:
        """Everybody who has the design open, in the order in which they came."""
        return list(self._here.get(design, {}).values())

    def join(self, design: str, client: str, person: Person) -> None:
        """An event stream of this tab has begun; everybody is told who is here now."""
        known = self._here.setdefault(design, {}).get(client)
        if known is not None and known.person.id == person.id:
            known.streams += 1
            known.heard = self._clock()
        else:
            self._here[design][client] = Visitor(client, person, self._free_color(design), self._clock())
        self._tell(design)

    def leave(self, design: str, client: str) -> None:
        """An event stream of this tab has ended; unless another begins soon, the tab is gone."""
        visitor = self._here.get(design, {}).get(client)
        if visitor is None:
            return
        visitor.streams -= 1
        self._later(GRACE_SECONDS, lambda: self._forget(design, lambda one: one is visitor and one.streams <= 0))

    def move(self, design: str, client: str, person: Person, at: dict[str, Any]) -> bool:
        """What a tab points to and looks at now. False where no such tab of this person is known."""
        visitor = self._here.get(design, {}).get(client)
        if visitor is None or visitor.person.id != person.id:
            return False
        visitor.at, visitor.heard = at, self._clock()
        self._send(design, f"at {client}", "at", {"client": client, "at": at})
        return True

    def rename(self, design: str, person: Person) -> None:
        """Somebody who has the design open wants to be called otherwise."""
        tabs = [visitor for visitor in self.here(design) if visitor.person.id == person.id]
        for visitor in tabs:
            visitor.person = person
        if tabs:
            self._tell(design)

    def sweep(self, design: str) -> None:
        """Forget whoever has been silent for too long. Guests only look: they never say anything."""
        latest = self._clock() - SILENCE_SECONDS
        self._forget(design, lambda visitor: visitor.heard < latest and visitor.person.kind != "guest")

    def _forget(self, design: str, gone: Callable[[Visitor], bool]) -> None:
        there = self._here.get(design, {})
        left = {client: visitor for client, visitor in there.items() if not gone(visitor)}
        if len(left) == len(there):
            return
        self._here[design] = left
        if not left:
            del self._here[design]
        self._tell(design)

    def _free_color(self, design: str) -> int:
        taken = {visitor.color for visitor in self._here[design].values()}
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def _tell(self, design: str) -> None:
        self._send(design, "presence", "presence", {"here": [visitor.to_json() for visitor in self.here(design)]})

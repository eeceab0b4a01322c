"""Where those who have a design open point and look: told to one another, kept nowhere."""

from typing import Annotated

from fastapi import HTTPException, Request
from pydantic import BaseModel, Field

from server.api.core.app_context import ContextDep
from server.api.core.guests import GuestDep
from server.api.core.rate_limiter import RateLimiter
from server.api.core.router import Router
from server.auth.principals import Person, get_person

router = Router(prefix="/api/designs", tags=["together"])

_guest_rate = RateLimiter(1_800, 60)

Coordinate = Annotated[float, Field(ge=-1e7, le=1e7)]
CardId = Annotated[str, Field(max_length=100)]


class CanvasPoint(BaseModel):
    """A place on the canvas, in the design's coordinates."""

    x: Coordinate
    y: Coordinate


class CanvasViewport(CanvasPoint):
    """The part of the canvas that somebody sees."""

    width: Coordinate
    height: Coordinate


class PresenceUpdate(BaseModel):
    """What a tab points to, has selected and sees. `group` is the group whose contents it shows."""

    client: str = Field(max_length=64)
    pointer: CanvasPoint | None = None
    selection: list[CardId] = Field(default=[], max_length=500)
    sight: CanvasViewport | None = None
    group: CardId | None = None
    away: bool = False


@router.post("/{design_id}/presence", needs="viewer", guests="edit", status_code=204)
async def update_presence(
    design_id: str, update: PresenceUpdate, request: Request, context: ContextDep, guest: GuestDep
) -> None:
    """Tell the others on this design where this tab is. The tab is known by the event stream that it listens to."""
    person = get_person(request.scope)
    if guest is not None:
        _refuse_flood(person)
    client = update.client if guest is None else guest.add_namespace(update.client)
    position = update.model_dump(mode="json", exclude={"client"})
    if not context.presence.update_awareness(design_id, client, person, position):
        raise HTTPException(404, "This tab is not subscribed to the events of this design. Reload the page.")


def _refuse_flood(person: Person) -> None:
    if not _guest_rate.is_allowed(person.id):
        raise HTTPException(429, "Too many changes at once. They will be saved shortly.")
    _guest_rate.hit(person.id)

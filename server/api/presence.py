"""Where those who have a design open point and look: told to one another, kept nowhere."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from server.api.answers import StrictRoute
from server.api.context import Running
from server.people.person import person_of

router = APIRouter(prefix="/designs", tags=["together"], route_class=StrictRoute)

Coordinate = Annotated[float, Field(ge=-1e7, le=1e7)]
CardId = Annotated[str, Field(max_length=100)]


class Place(BaseModel):
    """A place on the canvas, in the design's coordinates."""

    x: Coordinate
    y: Coordinate


class Sight(Place):
    """The part of the canvas that somebody sees."""

    width: Coordinate
    height: Coordinate


class At(BaseModel):
    """What a tab points to, has selected and sees. `group` is the group whose contents it shows."""

    client: str = Field(max_length=64)
    pointer: Place | None = None
    selection: list[CardId] = Field(default=[], max_length=500)
    sight: Sight | None = None
    group: CardId | None = None
    away: bool = False


@router.post("/{design_id}/presence", status_code=204)
async def tell_presence(design_id: str, at: At, request: Request, context: Running) -> None:
    """Tell the others on this design where this tab is. The tab is known by the event stream that it listens to."""
    told = at.model_dump(mode="json", exclude={"client"})
    if not context.presence.move(design_id, at.client, person_of(request.scope), told):
        raise HTTPException(404, "This tab does not listen to the events of this design.")

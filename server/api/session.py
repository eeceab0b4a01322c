"""The launch link becomes a session."""

from fastapi import APIRouter, HTTPException, Response
from pydantic import BaseModel, Field

from server.api import guard
from server.api.answers import StrictRoute
from server.api.context import Running

router = APIRouter(tags=["session"], route_class=StrictRoute)


class Launch(BaseModel):
    """The token behind `#t=` in a launch link."""

    token: str = Field(max_length=200)


@router.post("/session", status_code=204)
def open_session(launch: Launch, context: Running, response: Response) -> None:
    """Exchange a launch token, once, for a session cookie."""
    token = guard.exchanged(context.database, launch.token)
    if token is None:
        raise HTTPException(401, "This launch link was used or is too old. Make a new one: designery link.")
    response.set_cookie(
        context.cookie,
        token,
        max_age=int(guard.SESSION.total_seconds()),
        httponly=True,
        samesite="strict",
        path=context.settings.prefix or "/",
    )

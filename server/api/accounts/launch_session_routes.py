"""The launch link becomes a session."""

from fastapi import HTTPException, Response
from pydantic import BaseModel, Field

from server.api.core import request_guard
from server.api.core.app_context import ContextDep
from server.api.core.router import Router

router = Router(prefix="/api", tags=["session"])


class LaunchToken(BaseModel):
    """The token behind `#t=` in a launch link."""

    token: str = Field(max_length=200)


@router.post("/session", needs="anyone", status_code=204)
def open_launch_session(launch: LaunchToken, context: ContextDep, response: Response) -> None:
    """Exchange a launch token, once, for a session cookie."""
    token = request_guard.exchange_launch_token(context.database, launch.token)
    if token is None:
        raise HTTPException(401, "This launch link has been used or has expired. Make a new one: designery link.")
    response.set_cookie(
        context.cookie_name,
        token,
        max_age=int(request_guard.SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="strict",
        path=context.settings.prefix or "/",
    )

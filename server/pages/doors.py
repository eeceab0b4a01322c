"""The pages by which people come in: sign in, set up the server, accept an invitation. They need no browser app."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from server.api.context import Context, Running
from server.api.login import SHORTEST
from server.pages.shell import templates
from server.people import accounts
from server.storage.place import within

router = APIRouter(include_in_schema=False)


@router.get("/login", response_class=HTMLResponse)
@router.get("/setup", response_class=HTMLResponse)
@router.get("/join", response_class=HTMLResponse)
def door(request: Request, context: Running) -> HTMLResponse:
    """A form; its small script asks the interface, and goes on to the app."""
    return door_page(request, context, request.url.path.strip("/"))


def door_page(request: Request, context: Context, kind: str, refusal: str = "") -> HTMLResponse:
    """The page of one kind; with what was refused, where somebody was."""
    with within(None), context.database.reading() as session:
        set_up = accounts.any_there(session)
    settings = context.settings
    parts = {
        "kind": kind,
        "set_up": set_up,
        "nonce": request.state.nonce,
        "shortest": SHORTEST,
        "refusal": refusal,
        "provider": settings.oidc_name if settings.oidc_issuer and kind != "setup" else None,
    }
    return templates.TemplateResponse(request, "door.html", parts, status_code=403 if refusal else 200)

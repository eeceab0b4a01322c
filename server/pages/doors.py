"""The pages by which people come in: sign in, set up the server, accept an invitation. They need no browser app."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from server.api.context import Running
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
    kind = request.url.path.strip("/")
    with within(None), context.database.reading() as session:
        set_up = accounts.any_there(session)
    parts = {
        "kind": kind,
        "set_up": set_up,
        "nonce": request.state.nonce,
        "shortest": SHORTEST,
        "provider": None,
    }
    return templates.TemplateResponse(request, "door.html", parts)

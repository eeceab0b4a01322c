"""The shell: one HTML page with a nonce and what the app needs to start; the app does the rest."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from server.api.context import Context, Running
from server.api.gate import roles_of
from server.api.prefix import prefix_of, template_values
from server.pages.built import built
from server.people import sessions
from server.people.person import Caller, caller_of
from server.storage.designs import NotThere
from server.storage.place import NOWHERE, place, within
from server.version import VERSION

HERE = Path(__file__).parent

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(HERE / "templates", context_processors=[template_values])


@router.get("/", response_class=HTMLResponse)
@router.get("/designs/{design_id}", response_class=HTMLResponse)
@router.get("/samples", response_class=HTMLResponse)
@router.get("/datasets", response_class=HTMLResponse)
@router.get("/runs", response_class=HTMLResponse)
@router.get("/compare/{runs}", response_class=HTMLResponse)
@router.get("/connections", response_class=HTMLResponse)
@router.get("/open", response_class=HTMLResponse)
@router.get("/notifications", response_class=HTMLResponse)
@router.get("/people", response_class=HTMLResponse)
@router.get("/people/{section}", response_class=HTMLResponse)
def shell(request: Request, context: Running) -> Response:
    """The page of the browser app. On a team server, strangers sign in first."""
    if context.database.shared:
        caller = caller_of(request.scope)
        if caller is None:
            return _to_login(request, f"?{urlencode({'next': _asked_for(request)})}")
        _remember_workspace(context, caller)
    return page(request, context, 200)


def _to_login(request: Request, query: str = "") -> Response:
    return RedirectResponse(f"{prefix_of(request.scope)}/login{query}", status_code=303)


def _asked_for(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _remember_workspace(context: Context, caller: Caller) -> None:
    """A page that is opened in another workspace than the one before makes it the chosen one."""
    here = place()
    if caller.session is not None and here not in (None, NOWHERE, caller.workspace):
        with within(None), context.database.session() as session:
            sessions.choose(session, caller.session, str(here))


def unknown(request: Request, context: Running) -> Response:
    """The answer to an address that no page has: the app says so, and offers the way home."""
    if request.url.path.startswith(("/api/", "/app/")):
        raise NotThere("There is nothing at this address.")
    if context.database.shared and caller_of(request.scope) is None:
        return _to_login(request)
    return page(request, context, 404)


def _membership(context: Context, caller: Caller | None) -> dict[str, Any]:
    """Who is here, in which workspace, and what they may do there; of one that is not theirs a link tells nothing."""
    here = place()
    with within(None), context.database.reading() as session:
        role = roles_of(session, caller).get(str(here)) if caller else None
    person = caller.person.id if caller else None
    return {"workspace": here if role else None, "role": role, "person": person}


def page(request: Request, context: Context, status: int, preview: dict[str, str] | None = None) -> HTMLResponse:
    """The shell; with `preview`, what a chat shows of its address: title, picture and address."""
    known = bool(getattr(request.state, "known", False))
    bootstrap: dict[str, Any] = {
        "version": VERSION,
        "prefix": prefix_of(request.scope),
        "known": known,
        "coming": context.shelf.left,
    }
    if known:
        bootstrap |= {"cores": os.cpu_count() or 1, "isolation": context.isolation.model_dump()}
    if known and context.database.shared:
        bootstrap |= _membership(context, caller_of(request.scope))
    # "</script>" inside a string would end the element.
    text = json.dumps(bootstrap).replace("<", "\\u003c")
    parts = {
        "nonce": request.state.nonce,
        "bootstrap": text,
        "built": built(request.url.path),
        "known": known,
        "preview": preview,
    }
    return templates.TemplateResponse(request, "shell.html", parts, status_code=status)

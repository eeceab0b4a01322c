"""The shell: one HTML page with a nonce and what the app needs to start; the app does the rest."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.authorization import load_roles
from server.api.core.url_prefix import build_template_context, get_url_prefix
from server.auth import login_sessions
from server.auth.principals import Caller, get_caller
from server.shell.asset_manifest import find_page_assets, list_pages
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import NO_WORKSPACE, get_current_workspace, use_workspace
from server.version import VERSION

SHELL_FOLDER = Path(__file__).parent

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(SHELL_FOLDER / "templates", context_processors=[build_template_context])


def show_app(request: Request, context: ContextDep) -> Response:
    """The page of the browser app. On a team server, strangers sign in first."""
    if context.database.shared:
        caller = get_caller(request.scope)
        if caller is None:
            return _redirect_to_login(request, f"?{urlencode({'next': _get_requested_path(request)})}")
        _remember_workspace(context, caller)
    return render_app_page(request, context, 200)


# What everyone may see, as a share link, has a route of its own that knows what to show of it.
for page in list_pages():
    for route_path in page.route_paths if page.audience != "everyone" else ():
        router.add_api_route(route_path, show_app, response_class=HTMLResponse)


def _redirect_to_login(request: Request, query: str = "") -> Response:
    return RedirectResponse(f"{get_url_prefix(request.scope)}/login{query}", status_code=303)


def _get_requested_path(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _remember_workspace(context: AppContext, caller: Caller) -> None:
    """A page that is opened in another workspace than the one before makes it the chosen one."""
    here = get_current_workspace()
    if caller.session_id is not None and here not in (None, NO_WORKSPACE, caller.workspace_id):
        with use_workspace(None), context.database.session() as session:
            login_sessions.set_session_workspace(session, caller.session_id, str(here))


def answer_unknown_path(request: Request, context: ContextDep) -> Response:
    """The answer to an address that no page has: the app says so, and offers the way home."""
    if request.url.path.startswith(("/api/", "/app/")):
        raise NotFound("This address does not exist.")
    if context.database.shared and get_caller(request.scope) is None:
        return _redirect_to_login(request)
    return render_app_page(request, context, 404)


def _describe_membership(context: AppContext, caller: Caller | None) -> dict[str, Any]:
    """Who is here, in which workspace, and what they may do there; of one that is not theirs a link tells nothing."""
    here = get_current_workspace()
    with use_workspace(None), context.database.read_session() as session:
        role = load_roles(session, caller).get(str(here)) if caller else None
    person = caller.person.id if caller else None
    return {"workspace": here if role else None, "role": role, "person": person}


def render_app_page(
    request: Request, context: AppContext, status: int, preview: dict[str, str] | None = None
) -> HTMLResponse:
    """The shell; with `preview`, what a chat shows of its address: title, picture and address."""
    known = bool(getattr(request.state, "known", False))
    bootstrap: dict[str, Any] = {
        "version": VERSION,
        "prefix": get_url_prefix(request.scope),
        "known": known,
        "coming": context.sample_importer.remaining,
    }
    if known:
        bootstrap |= {"cores": os.cpu_count() or 1, "isolation": context.isolation.model_dump()}
    if known and context.database.shared:
        bootstrap |= _describe_membership(context, get_caller(request.scope))
    # "</script>" inside a string would end the element.
    text = json.dumps(bootstrap).replace("<", "\\u003c")
    parts = {
        "nonce": request.state.nonce,
        "bootstrap": text,
        "built": find_page_assets(request.url.path),
        "known": known,
        "preview": preview,
    }
    return templates.TemplateResponse(request, "app.html", parts, status_code=status)

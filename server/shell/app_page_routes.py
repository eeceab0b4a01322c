"""The addresses of the browser app: each is answered with the same page, and so is one that leads nowhere."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.url_prefix import get_url_prefix
from server.auth import login_sessions
from server.auth.principals import Caller, get_caller
from server.shell.app_page import render_app_page
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import NO_WORKSPACE, get_current_workspace, use_workspace

router = Router(include_in_schema=False, route_class=Route)


@router.get("/", needs="page", response_class=HTMLResponse)
@router.get("/designs/{design_id}", needs="page", response_class=HTMLResponse)
@router.get("/samples", needs="page", response_class=HTMLResponse)
@router.get("/datasets", needs="page", response_class=HTMLResponse)
@router.get("/runs", needs="page", response_class=HTMLResponse)
@router.get("/compare/{runs}", needs="page", response_class=HTMLResponse)
@router.get("/connections", needs="page", response_class=HTMLResponse)
@router.get("/open", needs="page", response_class=HTMLResponse)
@router.get("/notifications", needs="page", response_class=HTMLResponse)
@router.get("/people", needs="page", response_class=HTMLResponse)
@router.get("/people/{section}", needs="page", response_class=HTMLResponse)
def show_app(request: Request, context: ContextDep) -> Response:
    """The page of the browser app. On a team server, strangers sign in first."""
    if context.database.shared:
        caller = get_caller(request.scope)
        if caller is None:
            return _redirect_to_login(request, f"?{urlencode({'next': _get_requested_path(request)})}")
        _remember_workspace(context, caller)
    return render_app_page(request, context, 200)


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


@router.get("/{path:path}", needs="page", response_class=HTMLResponse)
def answer_unknown_path(request: Request, context: ContextDep) -> Response:
    """The answer to an address that no page has: the app says so, and offers the way home."""
    if request.url.path.startswith(("/api/", "/app/")):
        raise NotFound("This address does not exist.")
    if context.database.shared and get_caller(request.scope) is None:
        return _redirect_to_login(request)
    return render_app_page(request, context, 404)

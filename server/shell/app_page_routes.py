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
from server.shell.asset_manifest import list_pages
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import NO_WORKSPACE, get_current_workspace, use_workspace

router = Router(include_in_schema=False, route_class=Route)


def show_app(request: Request, context: ContextDep) -> Response:
    """The page of the browser app. On a team server, strangers sign in first."""
    if context.database.shared:
        caller = get_caller(request.scope)
        if caller is None:
            return _redirect_to_login(request, f"?{urlencode({'next': _get_requested_path(request)})}")
        _remember_workspace(context, caller)
    return render_app_page(request, context, 200)


def _add_page_routes() -> None:
    """A route for each page that the browser app declares, by what its build wrote down.

    What everyone may see, as a share link, has a route of its own that knows what to show of it.
    """
    for page in list_pages():
        for path in page.route_paths if page.audience != "everyone" else ():
            router.get(path, needs="page", response_class=HTMLResponse)(show_app)


_add_page_routes()


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

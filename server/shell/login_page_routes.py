"""The pages by which people come in: sign in, set up the server, accept an invitation. They need no browser app."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from server.api.accounts.login_routes import MIN_PASSWORD_LENGTH
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router, is_on_team_servers
from server.auth import account_store
from server.shell.app_page import templates
from server.storage.transactions.workspace_context import use_workspace

router = Router(include_in_schema=False, route_class=Route, served=is_on_team_servers)


@router.get("/login", needs="anyone", response_class=HTMLResponse)
@router.get("/setup", needs="anyone", response_class=HTMLResponse)
@router.get("/join", needs="anyone", response_class=HTMLResponse)
def show_login_page(request: Request, context: ContextDep) -> HTMLResponse:
    """A form; its small script asks the interface, and goes on to the app."""
    return render_login_page(request, context, request.url.path.strip("/"))


def render_login_page(request: Request, context: AppContext, kind: str, refusal: str = "") -> HTMLResponse:
    """The page of one kind; with what was refused, where somebody was."""
    with use_workspace(None), context.database.read_session() as session:
        set_up = account_store.has_accounts(session)
    settings = context.settings
    parts = {
        "kind": kind,
        "set_up": set_up,
        "nonce": request.state.nonce,
        "shortest": MIN_PASSWORD_LENGTH,
        "refusal": refusal,
        "provider": settings.oidc_name if settings.oidc_issuer and kind != "setup" else None,
    }
    return templates.TemplateResponse(request, "login.html", parts, status_code=403 if refusal else 200)

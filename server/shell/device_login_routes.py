"""The page on which a person allows a program in a terminal to work for them."""

import re
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.api.core.app_context import ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.url_prefix import get_url_prefix
from server.auth.principals import get_caller
from server.shell.app_page import templates

router = Router(include_in_schema=False, route_class=Route)

TOKEN_HASH = re.compile(r"[0-9a-f]{64}")
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def build_device_code(token_hash: str) -> str:
    """The code that the terminal shows as well: eight letters of the hash, none of which look alike or make words."""
    number = int(token_hash[:16], 16)
    letters = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


@router.get("/connect", needs="page", response_class=HTMLResponse)
def show_device_page(request: Request, context: ContextDep, token: str = "", name: str = "") -> Response:
    """What asks for access, and the code to compare. On a team server, strangers sign in first."""
    caller = get_caller(request.scope)
    if caller is None and context.settings.team:
        query = urlencode({"next": f"{request.url.path}?{request.url.query}"})
        return RedirectResponse(f"{get_url_prefix(request.scope)}/login?{query}", status_code=303)
    parts = {
        "nonce": request.state.nonce,
        "signed_in": caller is not None,
        "code": build_device_code(token) if TOKEN_HASH.fullmatch(token) else None,
        "token_hash": token,
        "device": name.strip()[:100] or "A program",
    }
    return templates.TemplateResponse(request, "device_login.html", parts)

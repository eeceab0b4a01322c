"""The shell: one HTML page with a nonce and what the app needs to start; the app does the rest."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from server.api.core.app_context import AppContext
from server.api.core.authorization import load_roles
from server.api.core.url_prefix import build_template_context, get_url_prefix
from server.auth.principals import Caller, get_caller
from server.shell.asset_manifest import find_page_assets
from server.storage.transactions.workspace_context import get_current_workspace, use_workspace
from server.version import VERSION

SHELL_FOLDER = Path(__file__).parent

templates = Jinja2Templates(SHELL_FOLDER / "templates", context_processors=[build_template_context])


def _describe_membership(context: AppContext, caller: Caller | None) -> dict[str, object]:
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
    bootstrap: dict[str, object] = {
        "version": VERSION,
        "prefix": get_url_prefix(request.scope),
        "known": known,
        "coming": context.sample_importer.remaining,
    }
    if known:
        bootstrap |= {"cores": os.cpu_count() or 1, "isolation": context.isolation.model_dump()}
        bootstrap["assistant"] = urlsplit(context.settings.assistant_url).netloc.rpartition("@")[2] or None
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

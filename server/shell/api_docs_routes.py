"""The page with the documentation of the interface."""

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from server.api.core.app_context import ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.url_prefix import build_template_context, get_url_prefix
from server.shell.api_docs import group_operations, list_schemas
from server.shell.page_styles import TEMPLATE_FOLDER, load_styles
from server.version import VERSION

API_DOCS_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

router = Router(prefix="/api", include_in_schema=False, route_class=Route)
templates = Jinja2Templates(TEMPLATE_FOLDER, context_processors=[build_template_context])


@router.get("/docs", needs="person", response_class=HTMLResponse)
def show_api_docs(request: Request, context: ContextDep) -> HTMLResponse:
    """The documentation of the interface."""
    described = request.app.openapi()
    nonce = request.state.nonce
    parts = {
        "groups": group_operations(described),
        "shapes": list_schemas(described),
        "base": f"{request.url.scheme}://{request.headers['host']}{get_url_prefix(request.scope)}",
        "cookie": context.cookie_name,
        "version": VERSION,
        "nonce": nonce,
        "styles": load_styles("api_docs.css", standalone=False, prefix=get_url_prefix(request.scope)),
    }
    headers = {"Content-Security-Policy": API_DOCS_POLICY.format(nonce=nonce)}
    return templates.TemplateResponse(request, "api_docs.html", parts, headers=headers)

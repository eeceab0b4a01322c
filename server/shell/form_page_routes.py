"""The page of a shared form: the same for links that are there and for those that are not."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from server.api.core.app_context import ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.shell.app_page import render_app_page

router = Router(include_in_schema=False, route_class=Route)


@router.get("/form", needs="anyone", response_class=HTMLResponse)
def show_form_page(request: Request, context: ContextDep) -> HTMLResponse:
    """The page, without a word of the form: which one it is stands in the fragment of the address."""
    answer = render_app_page(request, context, 200)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer

"""The page of a shared form: the same for links that are there and for those that are not."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.frame_origins import allow_frames
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.shell.app_page import render_app_page
from server.storage.orm.endpoint_tables import EndpointRow
from server.storage.transactions import workspace_context

router = Router(include_in_schema=False, route_class=Route)


@router.get("/form", needs="anyone", response_class=HTMLResponse)
def show_form_page(
    request: Request, context: ContextDep, framed: Annotated[str, Query(max_length=64)] = ""
) -> HTMLResponse:
    """The page, without a word of the form: which one it is stands in the fragment of the address.

    In a frame it shows only on the sites that the owner of the endpoint named by `framed` allows.
    """
    answer = render_app_page(request, context, 200)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    origins = _list_origins(context, framed) if framed else []
    if origins:
        allow_frames(request, answer, origins)
    return answer


def _list_origins(context: AppContext, endpoint_id: str) -> list[str]:
    with workspace_context.use_workspace(None), context.database.read_session() as session:
        row = session.get(EndpointRow, endpoint_id)
        shared = row is not None and row.form_token_hash is not None
        return list(row.form.get("origins", [])) if row is not None and shared else []

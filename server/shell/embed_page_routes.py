"""The page of an embedded canvas: the shell without a word of the design, in frames on the sites that its key names."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.frame_origins import allow_frames
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.auth import embed_keys
from server.shell.app_page import render_app_page
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

router = Router(include_in_schema=False, route_class=Route)


@router.get("/embed", needs="anyone", response_class=HTMLResponse)
def show_embed_page(
    request: Request, context: ContextDep, frame: Annotated[str, Query(max_length=64)] = ""
) -> HTMLResponse:
    """The page; which design it is, the key behind `#` tells, which no browser sends."""
    answer = render_app_page(request, context, 200)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    origins = _list_origins(context, frame) if frame else []
    if origins:
        allow_frames(request, answer, origins)
    return answer


def _list_origins(context: AppContext, embed_id: str) -> list[str]:
    with use_workspace(None), context.database.read_session() as session:
        try:
            return embed_keys.get_embed_key(session, embed_id).allowed_origins
        except NotFound:
            return []

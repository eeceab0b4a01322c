"""The page of a share link: the shell without a word of the design, unless its owner lets chats preview it."""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.frame_origins import allow_frames
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.url_prefix import get_url_prefix
from server.api.designs.summaries import build_graph_picture
from server.graph.document import Design, parse_design
from server.shell.app_page import render_app_page
from server.shell.graph_png import draw_graph_png
from server.storage.orm.access_tables import ShareRow
from server.storage.stores import design_store, share_store
from server.storage.stores.design_store import NotFound

router = Router(include_in_schema=False, route_class=Route)


@router.get("/s/{share_id}", needs="guest", response_class=HTMLResponse)
def show_share_page(
    share_id: str, request: Request, session: ReadSessionDep, context: ContextDep, framed: bool = False
) -> HTMLResponse:
    """The page; the same for links that are there and for those that are not."""
    share = _find_valid_share(session, share_id)
    answer = render_app_page(request, context, 200, _build_preview(request, session, share))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    if framed and share is not None and share.allowed_origins:
        allow_frames(request, answer, share.allowed_origins)
    return answer


@router.get("/s/{share_id}/picture.png", needs="guest", response_class=Response)
def read_share_picture(share_id: str, session: ReadSessionDep, context: ContextDep) -> Response:
    """The graph in small for chat previews, where the owner allows them."""
    share = _find_valid_share(session, share_id)
    if share is None or not share.preview:
        raise NotFound(share_store.UNKNOWN_LINK)
    drawn = draw_graph_png(build_graph_picture(_load_design(session, share), context.catalog))
    # The servers of chats fetch it from elsewhere, which is what the owner allowed.
    headers = {"X-Robots-Tag": "noindex", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(drawn, media_type="image/png", headers=headers)


def _find_valid_share(session: Session, share_id: str) -> ShareRow | None:
    try:
        share = share_store.get_share(session, share_id)
        share_store.require_valid_share(session, share)
    except (NotFound, share_store.LinkExpired):
        return None
    return share


def _build_preview(request: Request, session: Session, share: ShareRow | None) -> dict[str, str] | None:
    if share is None or not share.preview:
        return None
    address = f"{str(request.base_url).rstrip('/')}{get_url_prefix(request.scope)}/s/{share.id}"
    return {"title": _load_design(session, share).name, "picture": f"{address}/picture.png", "address": address}


def _load_design(session: Session, share: ShareRow) -> Design:
    return parse_design(share.document or design_store.get_design(session, share.design_id).document)

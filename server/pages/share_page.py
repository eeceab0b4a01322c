"""The page of a share link: the shell without a word of the design, unless its owner lets chats preview it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from server.api.context import Reading, Running
from server.api.guard import POLICY
from server.api.prefix import prefix_of
from server.api.summaries import picture_of
from server.graph.document import Design, read
from server.pages.block_picture import block_picture
from server.pages.shell import page
from server.storage import designs, shares
from server.storage.access_tables import ShareRow
from server.storage.designs import NotThere

router = APIRouter(include_in_schema=False)

NOBODY = "frame-ancestors 'none'"


@router.get("/s/{share_id}", response_class=HTMLResponse)
def shared(share_id: str, request: Request, session: Reading, context: Running, framed: bool = False) -> HTMLResponse:
    """The page; the same for links that are there and for those that are not."""
    share = _valid(session, share_id)
    answer = page(request, context, 200, _preview(request, session, share))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    if framed and share is not None and share.origins:
        request.state.framed = True
        policy = POLICY.format(nonce=request.state.nonce)
        answer.headers["Content-Security-Policy"] = policy.replace(NOBODY, f"frame-ancestors {' '.join(share.origins)}")
    return answer


@router.get("/s/{share_id}/picture.png", response_class=Response)
def picture(share_id: str, session: Reading, context: Running) -> Response:
    """The graph in small for chat previews, where the owner allows them."""
    share = _valid(session, share_id)
    if share is None or not share.preview:
        raise NotThere(shares.UNKNOWN)
    drawn = block_picture(picture_of(_design(session, share), context.catalog))
    # The servers of chats fetch it from elsewhere, which is what the owner allowed.
    headers = {"X-Robots-Tag": "noindex", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(drawn, media_type="image/png", headers=headers)


def _valid(session: Session, share_id: str) -> ShareRow | None:
    try:
        share = shares.get(session, share_id)
        shares.still_valid(session, share)
    except (NotThere, shares.Ended):
        return None
    return share


def _preview(request: Request, session: Session, share: ShareRow | None) -> dict[str, str] | None:
    if share is None or not share.preview:
        return None
    address = f"{str(request.base_url).rstrip('/')}{prefix_of(request.scope)}/s/{share.id}"
    return {"title": _design(session, share).name, "picture": f"{address}/picture.png", "address": address}


def _design(session: Session, share: ShareRow) -> Design:
    return read(share.document or designs.get(session, share.design_id).document)

"""The owner of a link looks at it as its visitors do."""

from fastapi import APIRouter, Request, Response

from server.api.answers import StrictRoute
from server.api.context import Running
from server.api.visits import keep_visit
from server.storage import shares

router = APIRouter(tags=["shares"], route_class=StrictRoute)


@router.post("/shares/{share_id}/preview", status_code=204)
def preview_share(share_id: str, request: Request, response: Response, context: Running) -> None:
    """Let this browser see a link as a visitor, without its address and password, at `/s/{id}`. It is not counted."""
    with context.database.session() as session:
        share = shares.get(session, share_id)
        shares.still_valid(session, share)
        token = shares.open_visit(session, share, counted=False)
    keep_visit(response, request, context, share_id, token)

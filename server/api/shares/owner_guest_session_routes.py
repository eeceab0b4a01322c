"""The owner of a link looks at it as its visitors do."""

from fastapi import Request, Response

from server.api.core.app_context import ContextDep
from server.api.core.router import Router
from server.api.shares.guest_session_routes import set_guest_cookie
from server.storage.stores import share_store

router = Router(prefix="/api", tags=["shares"])


@router.post("/shares/{share_id}/guest-session", needs="editor", status_code=204)
def open_share_as_guest(share_id: str, request: Request, response: Response, context: ContextDep) -> None:
    """Let this browser see a link as a guest, without its address and password, at `/s/{id}`. It is not counted."""
    with context.database.session() as session:
        share = share_store.get_share(session, share_id)
        share_store.require_valid_share(session, share)
        token = share_store.create_guest_session(session, share, count_visit=False)
    set_guest_cookie(response, request, context, share_id, token)

"""What can be told of a design without a run: to members all of it, to guests what their link shows."""

from fastapi import HTTPException
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.guests import GuestDep, GuestPrincipal, build_visibility_filter
from server.api.core.rate_limiter import RateLimiter
from server.api.core.request_lanes import AnalysisRoute
from server.api.core.router import Router
from server.api.designs.design_analysis import DesignAnalysisRead, build_design_analysis
from server.api.designs.redacted_problems import redact_analysis
from server.api.modules.redacted_modules import redact_module
from server.graph.custom_modules import parse_custom_modules
from server.graph.document import parse_design
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import design_store

router = Router(prefix="/api/designs", tags=["designs"], route_class=AnalysisRoute)

_guest_rate = RateLimiter(400, 60)
TOO_MANY_LOOKS = "Too many changes at once. They will be saved shortly."


@router.get("/{design_id}/analysis", needs="viewer", guests="edit")
def read_design_analysis(
    design_id: str, session: ReadSessionDep, context: ContextDep, guest: GuestDep
) -> DesignAnalysisRead:
    """Problems, columns at every port, nodes changed since they last ran, and the results known already."""
    if guest is not None:
        _refuse_flood(guest)
    row = design_store.get_design(session, design_id, defer_document=True)
    if guest is None:
        return build_design_analysis(session, context, row)
    return _build_guest_analysis(session, context, row, guest)


def _refuse_flood(guest: GuestPrincipal) -> None:
    if not _guest_rate.is_allowed(guest.guest_session.token_hash):
        raise HTTPException(429, TOO_MANY_LOOKS)
    _guest_rate.hit(guest.guest_session.token_hash)


def _build_guest_analysis(
    session: Session, context: AppContext, row: DesignRow, guest: GuestPrincipal
) -> DesignAnalysisRead:
    """Problems and columns, as far as the link shows them. Nothing is looked up in data for it."""
    share, design = guest.share, parse_design(row.document)
    own = [redact_module(share, module, own=True) for module in parse_custom_modules(design).values()]
    visibility = build_visibility_filter(share, design, session, context)
    return redact_analysis(
        build_design_analysis(session, context, row, with_advice=False), share.visibility, visibility, design, own
    )

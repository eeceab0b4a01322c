"""Guests: whoever holds a share link, on the routes that say so (`guests="edit"`).

A guest comes by `/api/shared/{share_id}/...` (`guest_paths.py`) and is let in by `authorization.py`, as nobody but a
guest of that link. The route is the same as for members; it takes `GuestDep` and shows no more than the link does.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from sqlmodel import Session

from server.api.core.app_context import AppContext
from server.api.core.permissions import GuestScope
from server.auth.principals import Person
from server.collaboration.guest_identity import add_namespace, build_guest_person, strip_namespace
from server.graph.document import Design
from server.graph.sharing.guest_edits import VisibilityFilter
from server.graph.sharing.redacted_design import Visibility
from server.runs.result_visibility import has_visibility
from server.storage.orm.access_tables import GuestSessionRow, ShareRow
from server.storage.stores import dataset_store, share_store
from server.storage.stores.design_store import NotFound

VIEW_ONLY_MESSAGE = "This link is view-only. Ask the owner for one that lets you edit."


@dataclass(frozen=True)
class GuestPrincipal:
    """A browser that has a link open."""

    share: ShareRow
    guest_session: GuestSessionRow

    @property
    def person(self) -> Person:
        """The guest as members see them."""
        return build_guest_person(self.share, self.guest_session)

    def add_namespace(self, name: str) -> str:
        """A tab or a change of this guest, by a name that nobody else's has."""
        return add_namespace(self.guest_session, name)

    def strip_namespace(self, name: str) -> str:
        """The name by which the guest's own tab knows it; that of others stays."""
        return strip_namespace(self.guest_session, name)


def guest_cookie_name(context: AppContext, share_id: str) -> str:
    return f"{context.cookie_name}_share_{share_id}"


def authenticate_guest(request: Request, context: AppContext, session: Session, share_id: str) -> GuestPrincipal:
    """The guest of a link. Without a session of it the answer is that of a link that never was."""
    token = request.cookies.get(guest_cookie_name(context, share_id)) or _parse_bearer(request)
    if not token:
        raise NotFound(share_store.UNKNOWN_LINK)
    guest = GuestPrincipal(*share_store.get_guest_session(session, share_id, token))
    extend_guest_session(context, session, guest.guest_session.token_hash)
    return guest


def _parse_bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def extend_guest_session(context: AppContext, session: Session, token_hash: str) -> None:
    """A guest session is in use, so it goes on."""
    row = session.get(GuestSessionRow, token_hash)
    if row is not None and share_store.needs_extension(row):
        with context.database.session() as writing:
            share_store.extend_guest_session(writing, token_hash)


def require_scope(guest: GuestPrincipal, scope: GuestScope) -> None:
    """Refuse a guest whose link is not for this."""
    if guest.share.scope != scope:
        raise HTTPException(403, VIEW_ONLY_MESSAGE)


def set_guest(request: Request, guest: GuestPrincipal) -> None:
    """From here on the request is the guest's, whoever else is signed in in the same browser."""
    state = request.scope["state"]
    state.pop("caller", None)
    state |= {"guest": guest, "person": guest.person}
    if "design_id" in request.path_params:
        request.path_params["design_id"] = guest.share.design_id


async def get_guest(request: Request) -> GuestPrincipal | None:
    """The guest whose request this is; None for members. Only `authorization.py` sets one."""
    guest = request.scope["state"].get("guest")
    return guest if isinstance(guest, GuestPrincipal) else None


#: What a route for guests looks at before it shows anything.
GuestDep = Annotated[GuestPrincipal | None, Depends(get_guest)]


async def show_to_guests() -> None:
    """Says of a route for guests that it shows everybody the same, and nothing of anybody's work."""


SAME_FOR_GUESTS = Depends(show_to_guests)


def build_visibility_filter(share: ShareRow, design: Design, session: Session, context: AppContext) -> VisibilityFilter:
    """The design as it is seen through a link."""
    names = dataset_store.get_dataset_names(session)
    titles = {
        node: names[str(one.parameters.get("dataset"))]
        for node, one in design.nodes.items()
        if str(one.parameters.get("dataset")) in names
    }
    visibility = Visibility(share.scripts, share.max_rows if has_visibility(share.visibility, "rows") else 0)
    return VisibilityFilter(context.catalog, visibility, titles)

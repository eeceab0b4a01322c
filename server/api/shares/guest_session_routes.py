"""How a visitor of a share link comes in: its token becomes a visit, which every other endpoint looks at first."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.guests import GuestPrincipal, authenticate_guest, guest_cookie_name
from server.api.core.rate_limiter import RateLimiter
from server.api.core.router import Router
from server.auth import audit_log, passwords
from server.auth.audit_log import AuditTarget
from server.collaboration.guest_identity import build_guest_person
from server.storage.orm.access_tables import ShareRow
from server.storage.stores import share_store
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/shared", tags=["shared"])

#: Wrong tokens and passwords per minute: for one browser at one link, and for one link by all of them.
_browser_rate, _link_rate = RateLimiter(10, 60), RateLimiter(60, 60)
#: Nothing that turns a line around or hides in it.
VISIBLE_TEXT = r"^[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*$"
GuestName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=VISIBLE_TEXT)]
PASSWORD_REQUIRED_MESSAGE = "This link needs a password."
WRONG_PASSWORD_MESSAGE = "The password for this link is wrong."


class GuestSessionCreate(BaseModel):
    """The token behind `#` in a share link. In a frame on another site the visit is told and not kept as a cookie."""

    token: str = Field(max_length=200)
    password: SecretStr | None = Field(default=None, max_length=200)
    framed: bool = False
    #: What the visitor wants to be called, where the link is for working together.
    name: GuestName = ""


class GuestSessionRead(BaseModel):
    """The visit's own token, to be sent as `Authorization: Bearer`; only frames get one."""

    bearer: str | None


def _require_guest(share_id: str, request: Request, context: ContextDep, session: ReadSessionDep) -> GuestPrincipal:
    return authenticate_guest(request, context, session, share_id)


#: The guest of the link that the address names.
LinkGuestDep = Annotated[GuestPrincipal, Depends(_require_guest, scope="function")]


async def _guest_share(guest: LinkGuestDep) -> ShareRow:
    return guest.share


ShareDep = Annotated[ShareRow, Depends(_guest_share)]


@router.post("/{share_id}/guest-session", needs="guest")
def open_guest_session(
    share_id: str, key: GuestSessionCreate, request: Request, response: Response, context: ContextDep
) -> GuestSessionRead:
    """Exchange the token of a link, and its password where it has one, for a cookie that is good for this link only."""
    browser = f"{request.client.host if request.client else ''} {share_id}"
    if not (_browser_rate.is_allowed(browser) and _link_rate.is_allowed(share_id)):
        raise HTTPException(429, "Too many attempts. Wait a minute and try again.")
    try:
        with context.database.read_session() as session:
            share = share_store.verify_share_token(session, share_id, key.token)
            share_store.require_valid_share(session, share)
        _check_password(share, key)
    except (NotFound, _WrongPassword) as error:
        _browser_rate.hit(browser)
        _link_rate.hit(share_id)
        _audit_share(context, share_id, "share.refused")
        if isinstance(error, _WrongPassword):
            raise HTTPException(403, WRONG_PASSWORD_MESSAGE) from None
        raise
    framed = key.framed and bool(share.allowed_origins)
    earlier_token = "" if framed else request.cookies.get(guest_cookie_name(context, share_id), "")
    with context.database.session() as session:
        share = share_store.get_share(session, share_id)
        again = share_store.resume_guest_session(session, share, earlier_token, name=key.name)
        token = earlier_token if again else share_store.create_guest_session(session, share, name=key.name)
    _audit_share(context, share_id, "share.opened")
    if not framed:
        set_guest_cookie(response, request, context, share_id, token)
    return GuestSessionRead(bearer=token if framed else None)


def _audit_share(context: AppContext, share_id: str, action: str) -> None:
    """Note who opened a link, or could not; of links that never were nothing is noted."""
    with context.database.session() as session:
        share = session.get(ShareRow, share_id)
        if share is not None:
            audit_log.record_action(session, action, share.name, AuditTarget(share.design_id))


class _WrongPassword(Exception):
    """The password is another one."""


def _check_password(share: ShareRow, key: GuestSessionCreate) -> None:
    if share.password_hash is None:
        return
    if key.password is None:
        raise HTTPException(401, PASSWORD_REQUIRED_MESSAGE)
    if not passwords.verify_password(share.password_hash, key.password.get_secret_value()):
        raise _WrongPassword


def set_guest_cookie(response: Response, request: Request, context: AppContext, share_id: str, token: str) -> None:
    """Give the browser the cookie of a visit, for the addresses of this link alone; the visit itself may end sooner."""
    response.set_cookie(
        guest_cookie_name(context, share_id),
        token,
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="strict",
        path=f"{context.settings.prefix}/api/shared/{share_id}",
    )


class GuestNameUpdate(BaseModel):
    """The name that a guest wants."""

    name: GuestName


@router.put("/{share_id}/guest-session/name", needs="guest")
def rename_guest(naming: GuestNameUpdate, guest: LinkGuestDep, context: ContextDep) -> GuestNameUpdate:
    """Change the guest's name that other people see."""
    with context.database.session() as session:
        row = session.merge(guest.guest_session)
        row.name = naming.name
        session.add(row)
        person = build_guest_person(guest.share, row)
    context.call_in_loop(context.presence.rename_person, guest.share.design_id, person)
    return naming

"""How a visitor of a share link comes in: its token becomes a visit, which every other endpoint looks at first."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.api.throttle import Throttle
from server.people import audit, passwords
from server.people.audit import About
from server.people.visitors import visitor
from server.storage import shares
from server.storage.access_tables import ShareRow, VisitRow
from server.storage.designs import NotThere

router = APIRouter(prefix="/shared", tags=["shared"], route_class=StrictRoute)

#: Wrong tokens and passwords per minute: for one browser at one link, and for one link by all of them.
_of_browser, _of_link = Throttle(10, 60), Throttle(60, 60)
#: Nothing that turns a line around or hides in it.
PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*$"
GuestName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=PLAIN)]
PASSWORD_WANTED = "This link asks for a password."
PASSWORD_WRONG = "That is not the password of this link."


class Key(BaseModel):
    """The token behind `#` in a share link. In a frame on another site the visit is told and not kept as a cookie."""

    token: str = Field(max_length=200)
    password: SecretStr | None = Field(default=None, max_length=200)
    framed: bool = False
    #: What the visitor wants to be called, where the link is for working together.
    name: GuestName = ""


class Visit(BaseModel):
    """The visit's own token, to be sent as `Authorization: Bearer`; only frames get one."""

    bearer: str | None


def cookie_of(context: Context, share_id: str) -> str:
    return f"{context.cookie}_share_{share_id}"


@dataclass(frozen=True)
class Visiting:
    """A browser that has a link open."""

    share: ShareRow
    visit: VisitRow


def _visiting(share_id: str, request: Request, context: Running, session: Reading) -> Visiting:
    """The visit. Without one the answer is that of a link that never was."""
    token = request.cookies.get(cookie_of(context, share_id)) or _bearer(request)
    if not token:
        raise NotThere(shares.UNKNOWN)
    found = Visiting(*shares.visited(session, share_id, token))
    stay(context, session, found.visit.token_hash)
    return found


def stay(context: Context, session: Session, visit: str) -> None:
    """A visit is in use, so it goes on."""
    row = session.get(VisitRow, visit)
    if row is not None and shares.idle(row):
        with context.database.session() as writing:
            shares.prolong(writing, visit)


Here = Annotated[Visiting, Depends(_visiting, scope="function")]


def _share(visiting: Here) -> ShareRow:
    """The link that the visit is for."""
    return visiting.share


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


Shared = Annotated[ShareRow, Depends(_share)]


@router.post("/{share_id}/visit")
def visit(share_id: str, key: Key, request: Request, response: Response, context: Running) -> Visit:
    """Exchange the token of a link, and its password where it has one, for a cookie that is good for this link only."""
    browser = f"{request.client.host if request.client else ''} {share_id}"
    if not (_of_browser.allows(browser) and _of_link.allows(share_id)):
        raise HTTPException(429, "Too many tries. Wait a minute and try again.")
    try:
        with context.database.reading() as session:
            share = shares.known(session, share_id, key.token)
            shares.still_valid(session, share)
        _check_password(share, key)
    except (NotThere, _Wrong) as error:
        _of_browser.failed(browser)
        _of_link.failed(share_id)
        _note(context, share_id, "share.refused")
        if isinstance(error, _Wrong):
            raise HTTPException(403, PASSWORD_WRONG) from None
        raise
    framed = key.framed and bool(share.origins)
    kept = "" if framed else request.cookies.get(cookie_of(context, share_id), "")
    with context.database.session() as session:
        share = shares.get(session, share_id)
        again = shares.take_up(session, share, kept, name=key.name)
        token = kept if again else shares.open_visit(session, share, name=key.name)
    _note(context, share_id, "share.opened")
    if not framed:
        keep_visit(response, request, context, share_id, token)
    return Visit(bearer=token if framed else None)


def _note(context: Context, share_id: str, action: str) -> None:
    """Note who opened a link, or could not; of links that never were nothing is noted."""
    with context.database.session() as session:
        share = session.get(ShareRow, share_id)
        if share is not None:
            audit.record(session, action, share.name, About(share.design_id))


class _Wrong(Exception):
    """The password is another one."""


def _check_password(share: ShareRow, key: Key) -> None:
    if share.password_hash is None:
        return
    if key.password is None:
        raise HTTPException(401, PASSWORD_WANTED)
    if not passwords.fits(share.password_hash, key.password.get_secret_value()):
        raise _Wrong


def keep_visit(response: Response, request: Request, context: Context, share_id: str, token: str) -> None:
    """Give the browser the cookie of a visit, for the addresses of this link alone; the visit itself may end sooner."""
    response.set_cookie(
        cookie_of(context, share_id),
        token,
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="strict",
        path=f"{context.settings.prefix}/api/shared/{share_id}",
    )


class Naming(BaseModel):
    """What a visitor wants to be called."""

    name: GuestName


@router.put("/{share_id}/name")
def name_visitor(naming: Naming, visiting: Here, context: Running) -> Naming:
    """Give the visitor another name for those who work with them."""
    with context.database.session() as session:
        row = session.merge(visiting.visit)
        row.name = naming.name
        session.add(row)
        person = visitor(visiting.share, row)
    context.soon(context.presence.rename, visiting.share.design_id, person)
    return naming

"""Signing in by the identity provider: off to it, and back with whom it vouches for."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from server.api.context import Context, Running
from server.api.login import address_of, open_for
from server.api.prefix import prefix_of
from server.pages.doors import door_page
from server.people import accounts, audit, provider
from server.people.audit import Actor
from server.people.person import Person
from server.people.provider import Begun, Identity, Provider, Refused
from server.settings import Settings
from server.storage.designs import NotThere
from server.storage.people_tables import AccountRow
from server.storage.place import within
from server.storage.sealing import Seal, Unsealable

router = APIRouter(include_in_schema=False)

PATH = "/login/provider"
#: Set by the page of an invitation, so that its token is in no address.
INVITATION = "designery_invitation"
#: A page of ours, and nothing else.
OURS = re.compile(r"^/(?![/\\])")
NOT_INVITED = "You have no account here yet. Ask somebody for an invitation, and sign in by its link."

_providers: dict[str, Provider] = {}


def provider_of(settings: Settings) -> Provider:
    """The provider of the settings; what it says of itself is remembered."""
    base = settings.url.rstrip("/") or f"http://127.0.0.1:{settings.port}"
    made = Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_secret, f"{base}{PATH}/callback")
    return _providers.setdefault(f"{made.issuer} {made.client_id} {made.callback}", made)


def _kept(context: Context) -> str:
    return f"{context.cookie}_provider"


@router.get(PATH)
def go(
    request: Request, context: Running, onward: Annotated[str, Query(alias="next", max_length=2_000)] = "/"
) -> Response:
    """Send the browser to the provider."""
    onward = onward if OURS.match(onward) else "/"
    try:
        address, begun = provider_of(context.settings).begin(onward, request.cookies.get(INVITATION, "")[:200])
    except Refused as refusal:
        return door_page(request, context, "login", str(refusal))
    answer = RedirectResponse(address, status_code=303)
    answer.set_cookie(
        _kept(context),
        Seal(context.settings.folder).sealed(begun.model_dump_json()),
        max_age=int(provider.KNOWN_SECONDS),
        httponly=True,
        secure=context.settings.secure,
        # The way back comes from another site, and a strict cookie would not come along.
        samesite="lax",
        path=f"{context.settings.prefix}{PATH}",
    )
    return answer


@router.get(f"{PATH}/callback", response_class=HTMLResponse)
def come_back(
    request: Request,
    context: Running,
    code: Annotated[str, Query(max_length=4_000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
    iss: Annotated[str | None, Query(max_length=1_000)] = None,
) -> Response:
    """Sign in whom the provider vouches for."""
    try:
        begun = _begun(request, context)
        identity = provider_of(context.settings).finish(begun, state, code, iss)
        answer = _onward(request, begun.next)
        with within(None), context.database.session() as session:
            account = _account(session, context.settings, begun, identity)
            open_for(session, account, request, context, answer, "login.provider")
    except Refused as refusal:
        _note(context, request, str(refusal))
        return door_page(request, context, "login", str(refusal))
    path = f"{context.settings.prefix}{PATH}"
    answer.delete_cookie(_kept(context), path=path)
    answer.delete_cookie(INVITATION, path=path)
    return answer


def _begun(request: Request, context: Context) -> Begun:
    try:
        return provider.opened(Seal(context.settings.folder).opened(request.cookies.get(_kept(context), "")))
    except Unsealable:
        return provider.opened("")


def _account(session: Session, settings: Settings, begun: Begun, identity: Identity) -> AccountRow:
    """The account of this identity: linked before, with its verified e-mail as login, or new where that is allowed."""
    account = accounts.with_subject(session, identity.subject)
    if account is None and identity.email:
        account = accounts.with_login(session, identity.email)
        if account is not None and account.subject is not None:
            raise Refused("The account with this e-mail address belongs to somebody else at the provider.")
    account = account or _new_account(session, settings, begun, identity)
    if account.disabled_at is not None:
        raise Refused(NOT_INVITED)
    account.subject = identity.subject
    session.add(account)
    return account


def _new_account(session: Session, settings: Settings, begun: Begun, identity: Identity) -> AccountRow:
    if not identity.email:
        raise Refused("The provider does not vouch for your e-mail address, which an account here is known by.")
    try:
        invitation = accounts.invited(session, begun.invitation)
    except NotThere:
        invitation = None
    # The launch link makes the first account, which owns the server; and a link for a new password makes none.
    invited = invitation is not None and invitation.account_id is None
    if not accounts.any_there(session) or not (invited or settings.oidc_accounts == "anyone"):
        raise Refused(NOT_INVITED)
    account = accounts.create(session, identity.email, identity.name, None, subject=identity.subject)
    accounts.welcome(session, account, invitation if invited else None)
    return account


def _note(context: Context, request: Request, why: str) -> None:
    with within(None), context.database.session() as session:
        audit.record_of(session, Actor(Person("", "", "guest"), address_of(request)), "login.refused", why)


def _onward(request: Request, path: str) -> HTMLResponse:
    """A page that goes on by itself: on a redirect from another site the new, strict cookie would not be sent."""
    from server.pages.shell import templates

    parts = {"path": prefix_of(request.scope) + path, "nonce": request.state.nonce}
    return templates.TemplateResponse(request, "onward.html", parts)

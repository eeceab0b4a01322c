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
from server.people import accounts, audit, groups, provider, sessions
from server.people.audit import Actor
from server.people.groups import Given, Unreadable
from server.people.person import Person
from server.people.provider import Asked, Begun, Identity, Provider, Refused
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
NO_GROUP = "None of your groups at the identity provider has access to this server. Ask whoever runs it."
BAD_RULES = "The rules on groups of this server cannot be read. Whoever runs it sees why at People, Groups."
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
        invitation = request.cookies.get(INVITATION, "")[:200]
        address, begun = provider_of(context.settings).begin(onward, invitation, context.settings.oidc_scopes)
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
        identity = provider_of(context.settings).finish(begun, state, code, iss, _asked(context))
        answer = _onward(request, begun.next)
        _enter(request, context, begun, identity, answer)
    except Refused as refusal:
        _note(context, request, str(refusal))
        return door_page(request, context, "login", str(refusal))
    path = f"{context.settings.prefix}{PATH}"
    answer.delete_cookie(_kept(context), path=path)
    answer.delete_cookie(INVITATION, path=path)
    return answer


def _asked(context: Context) -> Asked:
    """What to ask the provider for; raises Refused where the rules on groups cannot be read."""
    with within(None), context.database.reading() as session:
        try:
            rules = groups.rules_of(session, context.settings.oidc_group_rules_file)
        except Unreadable:
            raise Refused(BAD_RULES) from None
    needed = bool(rules) or context.settings.oidc_groups_required
    return Asked(context.settings.oidc_scopes, context.settings.oidc_groups_claim, needed)


def _enter(request: Request, context: Context, begun: Begun, identity: Identity, answer: Response) -> None:
    """Give whom the provider vouches for what their groups give, and open a session; raises Refused."""
    with within(None), context.database.session() as session:
        what = groups.given(groups.rules_of(session, context.settings.oidc_group_rules_file), identity.groups)
        account, new = _account(session, context.settings, begun, identity, what)
        actor = Actor(Person(account.id, account.name, "account"), address_of(request))
        account.groups = sorted(identity.groups)
        changes = groups.apply(session, account, what, actor)
        enters = bool(what) or account.owns_server or not context.settings.oidc_groups_required
        if enters:
            if new:
                accounts.welcome(session, account, None)
            open_for(session, account, request, context, answer, "login.provider")
        else:  # what came by groups is gone, and whoever is in none stays outside
            sessions.end_all(session, account.id)
    if changes or not enters:
        context.over(account.id)
    if not enters:
        raise Refused(NO_GROUP)


def _begun(request: Request, context: Context) -> Begun:
    try:
        return provider.opened(Seal(context.settings.folder).opened(request.cookies.get(_kept(context), "")))
    except Unsealable:
        return provider.opened("")


def _account(
    session: Session, settings: Settings, begun: Begun, identity: Identity, what: Given
) -> tuple[AccountRow, bool]:
    """The account of this identity, and whether it is new.

    It was linked before, has its verified e-mail as login, or is made where that is allowed.
    """
    known = accounts.with_subject(session, identity.subject)
    if known is None and identity.email:
        known = accounts.with_login(session, identity.email)
        if known is not None and known.subject is not None:
            raise Refused("The account with this e-mail address belongs to somebody else at the provider.")
    account = known or _new_account(session, settings, begun, identity, what)
    if account.disabled_at is not None:
        raise Refused(NOT_INVITED)
    account.subject = identity.subject
    session.add(account)
    return account, known is None


def _new_account(session: Session, settings: Settings, begun: Begun, identity: Identity, what: Given) -> AccountRow:
    """An account for somebody who has an invitation or a group with a rule, or for anyone where that is allowed."""
    if not identity.email:
        raise Refused("The provider does not vouch for your e-mail address, which an account here is known by.")
    try:
        invitation = accounts.invited(session, begun.invitation)
    except NotThere:
        invitation = None
    # The launch link makes the first account, which owns the server; and a link for a new password makes none.
    invited = invitation is not None and invitation.account_id is None
    if settings.oidc_groups_required and not what:
        raise Refused(NO_GROUP)
    if not accounts.any_there(session) or not (invited or what or settings.oidc_accounts == "anyone"):
        raise Refused(NOT_INVITED)
    account = accounts.create(session, identity.email, identity.name, None, subject=identity.subject)
    if invited and invitation is not None:
        accounts.welcome(session, account, invitation)
    return account


def _note(context: Context, request: Request, why: str) -> None:
    with within(None), context.database.session() as session:
        audit.record_of(session, Actor(Person("", "", "guest"), address_of(request)), "login.refused", why)


def _onward(request: Request, path: str) -> HTMLResponse:
    """A page that goes on by itself: on a redirect from another site the new, strict cookie would not be sent."""
    from server.pages.shell import templates

    parts = {"path": prefix_of(request.scope) + path, "nonce": request.state.nonce}
    return templates.TemplateResponse(request, "onward.html", parts)

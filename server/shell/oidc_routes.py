"""Signing in by the identity provider: off to it, and back with whom it vouches for."""

import re
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from server.api.accounts.login_routes import get_client_address, start_session
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.url_prefix import get_url_prefix
from server.auth import account_store, audit_log, group_mapping, login_sessions, oidc
from server.auth.audit_log import Actor
from server.auth.group_mapping import GroupGrants, InvalidGroupRules
from server.auth.oidc import OidcClient, OidcIdentity, OidcRequest, PendingLogin, SignInRefused
from server.auth.principals import Person
from server.collaboration import notification_feed
from server.settings import Settings
from server.shell.login_page_routes import render_login_page
from server.storage.encryption import Cipher, DecryptionError
from server.storage.orm.account_tables import AccountRow
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace


def _has_provider(settings: Settings) -> bool:
    return settings.team and bool(settings.oidc_issuer)


router = Router(include_in_schema=False, route_class=Route, served=_has_provider)

PROVIDER_PATH = "/login/provider"
#: Set by the page of an invitation, so that its token is in no address.
INVITATION_COOKIE = "designery_invitation"
#: A page of ours, and nothing else.
LOCAL_PATH_PATTERN = re.compile(r"^/(?![/\\])")
NO_GROUP_MESSAGE = "None of your groups at the identity provider has access to this server. Ask its administrator."
BAD_RULES_MESSAGE = (
    "The group rules of this server can't be read. Its administrator can see the reason under People, Groups."
)
NOT_INVITED_MESSAGE = "You have no account here yet. Ask for an invitation, and sign in with its link."

_oidc_clients: dict[str, OidcClient] = {}


def get_oidc_client(settings: Settings) -> OidcClient:
    """The provider of the settings; what it says of itself is remembered."""
    base = settings.url.rstrip("/") or f"http://127.0.0.1:{settings.port}"
    made = OidcClient(
        settings.oidc_issuer, settings.oidc_client_id, settings.oidc_secret, f"{base}{PROVIDER_PATH}/callback"
    )
    return _oidc_clients.setdefault(f"{made.issuer} {made.client_id} {made.callback}", made)


def _get_cookie_name(context: AppContext) -> str:
    return f"{context.cookie_name}_provider"


@router.get(PROVIDER_PATH, needs="anyone")
def start_oidc_login(
    request: Request, context: ContextDep, onward: Annotated[str, Query(alias="next", max_length=2_000)] = "/"
) -> Response:
    """Send the browser to the provider."""
    onward = onward if LOCAL_PATH_PATTERN.match(onward) else "/"
    try:
        invitation = request.cookies.get(INVITATION_COOKIE, "")[:200]
        address, pending = get_oidc_client(context.settings).start_login(
            onward, invitation, context.settings.oidc_scopes
        )
    except SignInRefused as refusal:
        return render_login_page(request, context, "login", str(refusal))
    answer = RedirectResponse(address, status_code=303)
    answer.set_cookie(
        _get_cookie_name(context),
        Cipher(context.settings.folder).encrypt(pending.model_dump_json()),
        max_age=int(oidc.METADATA_SECONDS),
        httponly=True,
        secure=context.settings.secure,
        # The way back comes from another site, and a strict cookie would not come along.
        samesite="lax",
        path=f"{context.settings.prefix}{PROVIDER_PATH}",
    )
    return answer


@router.get(f"{PROVIDER_PATH}/callback", needs="anyone", response_class=HTMLResponse)
def finish_oidc_login(
    request: Request,
    context: ContextDep,
    code: Annotated[str, Query(max_length=4_000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
    iss: Annotated[str | None, Query(max_length=1_000)] = None,
) -> Response:
    """Sign in whom the provider vouches for."""
    try:
        pending = _read_pending_login(request, context)
        identity = get_oidc_client(context.settings).finish_login(
            pending, state, code, iss, _get_requested_claims(context)
        )
        answer = _render_redirect(request, pending.next)
        _sign_in(request, context, pending, identity, answer)
    except SignInRefused as refusal:
        _log_refusal(context, request, str(refusal))
        return render_login_page(request, context, "login", str(refusal))
    path = f"{context.settings.prefix}{PROVIDER_PATH}"
    answer.delete_cookie(_get_cookie_name(context), path=path)
    answer.delete_cookie(INVITATION_COOKIE, path=path)
    return answer


def _get_requested_claims(context: AppContext) -> OidcRequest:
    """What to ask the provider for; raises SignInRefused where the rules on groups cannot be read."""
    with use_workspace(None), context.database.read_session() as session:
        try:
            rules = group_mapping.resolve_group_rules(session, context.settings.oidc_group_rules_file)
        except InvalidGroupRules:
            raise SignInRefused(BAD_RULES_MESSAGE) from None
    needed = bool(rules) or context.settings.oidc_groups_required
    return OidcRequest(context.settings.oidc_scopes, context.settings.oidc_groups_claim, needed)


def _sign_in(
    request: Request, context: AppContext, pending: PendingLogin, identity: OidcIdentity, answer: Response
) -> None:
    """Give whom the provider vouches for what their groups give, and open a session; raises SignInRefused."""
    with use_workspace(None), context.database.session() as session:
        group_grants = group_mapping.compute_grants(
            group_mapping.resolve_group_rules(session, context.settings.oidc_group_rules_file), identity.groups
        )
        account, new = _find_or_create_account(session, context.settings, pending, identity, group_grants)
        actor = Actor(Person(account.id, account.name, "account"), get_client_address(request))
        account.groups = sorted(identity.groups)
        changes = group_mapping.apply_grants(session, account, group_grants, actor)
        for change in changes:
            if change.after is not None:
                notification_feed.notify_role_changed(
                    session, change.workspace_id, account, change.after, "groups of the identity provider"
                )
        enters = bool(group_grants) or account.is_admin or not context.settings.oidc_groups_required
        if enters:
            if new:
                account_store.accept_invitation(session, account, None)
            start_session(session, account, request, context, answer, "login.provider")
        else:  # what came by groups is gone, and whoever is in none stays outside
            login_sessions.end_login_sessions(session, account.id)
    if changes or not enters:
        context.end_streams(account.id)
    if not enters:
        raise SignInRefused(NO_GROUP_MESSAGE)


def _read_pending_login(request: Request, context: AppContext) -> PendingLogin:
    try:
        return oidc.parse_pending_login(
            Cipher(context.settings.folder).decrypt(request.cookies.get(_get_cookie_name(context), ""))
        )
    except DecryptionError:
        return oidc.parse_pending_login("")


def _find_or_create_account(
    session: Session, settings: Settings, pending: PendingLogin, identity: OidcIdentity, group_grants: GroupGrants
) -> tuple[AccountRow, bool]:
    """The account of this identity, and whether it is new.

    It was linked before, has its verified e-mail as login, or is made where that is allowed.
    """
    known = account_store.find_account_by_oidc_subject(session, identity.subject)
    if known is None and identity.email:
        known = account_store.find_account_by_login(session, identity.email)
        if known is not None and known.oidc_subject is not None:
            raise SignInRefused(
                "The account with this e-mail address belongs to someone else at the identity provider."
            )
    account = known or _create_account(session, settings, pending, identity, group_grants)
    if account.disabled_at is not None:
        raise SignInRefused(NOT_INVITED_MESSAGE)
    account.oidc_subject = identity.subject
    session.add(account)
    return account, known is None


def _create_account(
    session: Session, settings: Settings, pending: PendingLogin, identity: OidcIdentity, group_grants: GroupGrants
) -> AccountRow:
    """An account for somebody who has an invitation or a group with a rule, or for anyone where that is allowed."""
    if not identity.email:
        raise SignInRefused(
            "The identity provider has not verified your e-mail address, which your account here needs."
        )
    try:
        invitation = account_store.get_invitation(session, pending.invitation)
    except NotFound:
        invitation = None
    # The launch link makes the first account, which owns the server; and a link for a new password makes none.
    invited = invitation is not None and invitation.account_id is None
    if settings.oidc_groups_required and not group_grants:
        raise SignInRefused(NO_GROUP_MESSAGE)
    if not account_store.has_accounts(session) or not (invited or group_grants or settings.oidc_accounts == "anyone"):
        raise SignInRefused(NOT_INVITED_MESSAGE)
    account = account_store.create_account(session, identity.email, identity.name, None, oidc_subject=identity.subject)
    if invited and invitation is not None:
        account_store.accept_invitation(session, account, invitation)
    return account


def _log_refusal(context: AppContext, request: Request, reason: str) -> None:
    with use_workspace(None), context.database.session() as session:
        audit_log.record_action_of(
            session, Actor(Person("", "", "guest"), get_client_address(request)), "login.refused", reason
        )


def _render_redirect(request: Request, path: str) -> HTMLResponse:
    """A page that goes on by itself: on a redirect from another site the new, strict cookie would not be sent."""
    from server.shell.app_page import templates

    parts = {"path": get_url_prefix(request.scope) + path, "nonce": request.state.nonce}
    return templates.TemplateResponse(request, "redirect.html", parts)

"""Authorization: every request passes it. On a team server it answers three questions.

What does this address need?    Its route says (`permissions.py`); what is no route of ours is not answered.
Which workspace is it about?    That of the thing which the address names; else the one that the person chose.
May this person do that there?  By their role in it, narrowed by the scope of their token.

Then the request works in that workspace and sees nothing else (`workspace_context.py`, `tenancy.py`). What
belongs to others is therefore not there, and every endpoint says so in the words that it has for what never was.
"""

from collections.abc import Mapping

from fastapi import HTTPException, Request
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel

from server.api.core.app_context import AppContext
from server.api.core.caller_threads import identify_in_thread
from server.api.core.embed_access import require_within_design
from server.api.core.guest_paths import get_guest_share_id
from server.api.core.guests import GuestPrincipal, authenticate_guest, require_scope, set_guest
from server.api.core.permissions import Permission, get_route
from server.api.core.route_template import get_route_template
from server.auth import audit_log, workspace_members
from server.auth.principals import GUEST_PERSON, Caller, get_caller
from server.auth.roles import Role, is_role_sufficient, restrict_to_token
from server.logs import add_log_fields
from server.storage.orm.access_tables import ShareRow
from server.storage.orm.account_tables import WorkspaceRow
from server.storage.orm.core_tables import (
    ArtifactRow,
    ConnectionRow,
    DatasetRow,
    DesignRow,
    RunAnalysisRow,
    RunRow,
    SavedModuleRow,
    SecretRow,
)
from server.storage.orm.endpoint_tables import EndpointRow
from server.storage.orm.pipeline_tables import PipelineRow, TriggerRow
from server.storage.orm.registry_tables import RegisteredModelRow
from server.storage.stores.design_store import NotFound
from server.storage.stores.tenancy import find_owning_workspace
from server.storage.transactions import workspace_context

#: Path parameters, and the things that they name.
ROWS_BY_PATH_PARAMETER: dict[str, type[SQLModel]] = {
    "workspace_id": WorkspaceRow,
    "design_id": DesignRow,
    "run_id": RunRow,
    "artifact_id": ArtifactRow,
    "dataset_id": DatasetRow,
    "connection_id": ConnectionRow,
    "secret_id": SecretRow,
    "module_id": SavedModuleRow,
    "model_id": RegisteredModelRow,
    "pipeline_id": PipelineRow,
    "trigger_id": TriggerRow,
    "endpoint_id": EndpointRow,
    "analysis_id": RunAnalysisRow,
    "share_id": ShareRow,
}
#: Sent by the pages of a workspace, so that tabs of several do not get into each other's way.
WORKSPACE_HEADER = "x-designery-workspace"
#: What changes nothing; a request by another method, or for a design, may be followed by a run.
READING_METHODS = ("GET", "HEAD")
#: What only reads a source that it is sent, for which a token needs no person.
SOURCE_READERS = frozenset({"/api/modules/describe", "/api/modules/from-script", "/api/modules/ports"})
#: What is answered without a session, or asks for that of a guest by itself.
SESSIONLESS: tuple[Permission, ...] = ("anyone", "page", "guest")
UNKNOWN_ADDRESS = "This address does not exist."
VERBS_BY_ROLE = {"viewer": "look at", "runner": "run", "editor": "change", "owner": "manage"}


async def authorize_request(request: Request) -> None:
    """Let the request pass into its workspace, or refuse it."""
    context: AppContext = request.app.state.context
    share_id = get_guest_share_id(request.scope)
    if share_id is not None:
        await _admit_guest(request, context, share_id)
    elif context.database.shared:
        await _admit_member(request, context)
    else:
        _require_session(request)
    caller = get_caller(request.scope)
    if caller is not None and caller.design_id is not None:
        await identify_in_thread(require_within_design, request, context, caller.design_id)
    if caller is not None and ("design_id" in request.path_params or request.method not in READING_METHODS):
        context.sandbox_pool.wake()


def _require_session(request: Request) -> None:
    """On the server of one person the guard has asked for the session already; nothing is answered by its mistake."""
    route = get_route(request.scope)
    if route is None:
        raise NotFound(UNKNOWN_ADDRESS)
    if route.needs not in SESSIONLESS and get_caller(request.scope) is None:
        raise HTTPException(401, "Sign in first.")


async def _admit_member(request: Request, context: AppContext) -> None:
    # In this task, so that the endpoint and all that it starts work there.
    workspace_context.set_workspace(workspace_context.NO_WORKSPACE)
    route = get_route(request.scope)
    if route is None:
        raise NotFound(UNKNOWN_ADDRESS)
    caller = get_caller(request.scope)
    share_id = request.path_params["share_id"] if route.needs == "guest" else None
    audit_log.set_actor(_identify_actor(request, share_id, caller))
    if route.needs == "anyone":
        return
    home = await identify_in_thread(_resolve_workspace, context, request, route.needs, caller)
    workspace_context.set_workspace(home)
    add_log_fields(workspace=home or None)


async def _admit_guest(request: Request, context: AppContext, share_id: str) -> None:
    """Let a guest in where the route is for guests too, as a guest of this link and as nobody else."""
    route = get_route(request.scope)
    if route is None or route.guests is None:
        raise NotFound(UNKNOWN_ADDRESS)
    if context.database.shared:
        workspace_context.set_workspace(workspace_context.NO_WORKSPACE)
        audit_log.set_actor(_identify_actor(request, share_id, get_caller(request.scope)))
        home = await identify_in_thread(_find_workspace_of_share, context, share_id)
        workspace_context.set_workspace(home)
        add_log_fields(workspace=home or None)
    guest = await identify_in_thread(_authenticate_guest, request, context, share_id)
    require_scope(guest, route.guests)
    set_guest(request, guest)


def _authenticate_guest(request: Request, context: AppContext, share_id: str) -> GuestPrincipal:
    with context.database.read_session() as session:
        return authenticate_guest(request, context, session, share_id)


def _find_workspace_of_share(context: AppContext, share_id: str) -> str:
    with workspace_context.use_workspace(None), context.database.read_session() as session:
        return _get_workspace_of_share(session, share_id)


def _get_workspace_of_share(session: Session, share_id: str) -> str:
    share = session.get(ShareRow, share_id)
    without_document = [defer(DesignRow.document)]  # type: ignore[arg-type]
    design = session.get(DesignRow, share.design_id, options=without_document) if share is not None else None
    return design.workspace_id if design is not None else workspace_context.NO_WORKSPACE


def _identify_actor(request: Request, share_id: str | None, caller: Caller | None) -> audit_log.Actor | None:
    """Whose doing this request is; the guests of a share link have its id in the place of a name of their own."""
    means: dict[str, str] = {}
    if share_id is not None:
        means["share"] = share_id
    if caller is not None and caller.token_name is not None:
        means["token"] = caller.token_name
    person = caller.person if caller is not None else GUEST_PERSON if share_id is not None else None
    address = request.client.host if request.client else ""
    return audit_log.Actor(person, address, means) if person is not None else None


def _normalize_method(request: Request) -> str:
    return "GET" if request.method == "HEAD" else request.method


def _resolve_workspace(context: AppContext, request: Request, need: Permission, caller: Caller | None) -> str | None:
    """The workspace that the request works in; raises what refuses it."""
    with workspace_context.use_workspace(None), context.database.read_session() as session:
        if need == "anyone":
            return workspace_context.NO_WORKSPACE
        if need == "guest":
            return _get_workspace_of_share(session, request.path_params["share_id"])
        if caller is None:
            if need == "page":
                return workspace_context.NO_WORKSPACE
            raise HTTPException(401, "Sign in first.")
        roles = load_roles(session, caller)
        home = _find_home_workspace(session, request, order_workspaces(request, caller, roles))
        if need == "person":
            _refuse_token_for_account(request, caller)
            return home
        if need == "server":
            if not caller.is_admin:
                raise HTTPException(403, "Only owners of this server can do that.")
            return None
        if need != "page":
            _refuse_role(roles.get(home), need)
            _refuse_read_only_token(request, caller)
            _refuse_samples(request, need)
        return home


def load_roles(session: Session, caller: Caller) -> dict[str, Role]:
    """{workspace: what the caller may do there}"""
    roles = {
        row.id: restrict_to_token(role, caller.token_scope)
        for row, role in workspace_members.list_account_workspaces(session, caller.person.id)
    }
    return (
        roles
        if caller.token_scope is None
        else {key: role for key, role in roles.items() if key == caller.workspace_id}
    )


def order_workspaces(request: Request, caller: Caller, roles: Mapping[str, Role]) -> list[str]:
    """The workspaces of the caller: the one that the page is in, the one that was chosen last, and then the others."""
    preferred = (request.headers.get(WORKSPACE_HEADER), caller.workspace_id, *roles)
    return [one for one in dict.fromkeys(preferred) if one is not None and one in roles]


def find_workspace_with_role(session: Session, request: Request, caller: Caller, need: Role) -> str | None:
    """The first workspace, beginning with the chosen one, in which the caller has this role."""
    roles = load_roles(session, caller)
    return next((one for one in order_workspaces(request, caller, roles) if is_role_sufficient(roles[one], need)), None)


def _find_home_workspace(session: Session, request: Request, workspaces_of_caller: list[str]) -> str:
    """Of the workspaces of the person, the one that has what the address names; else the chosen one."""
    for parameter, row in ROWS_BY_PATH_PARAMETER.items():
        if parameter in request.path_params:
            home = find_owning_workspace(session, row, request.path_params[parameter], workspaces_of_caller)
            if home is not None:
                return home
    return next(iter(workspaces_of_caller), workspace_context.NO_WORKSPACE)


def _refuse_token_for_account(request: Request, caller: Caller) -> None:
    """Whoever has a token may not make others of it, nor change the account."""
    if caller.token_scope is not None and (
        _normalize_method(request) != "GET" or request.url.path.startswith("/api/me/")
    ):
        if get_route_template(request.scope) in SOURCE_READERS:
            return
        raise HTTPException(403, "API tokens can't access the account. Sign in instead.")


def _refuse_role(role: Role | None, need: Role) -> None:
    if role is None:
        raise HTTPException(403, "You are not a member of any workspace. Ask someone to invite you.")
    if not is_role_sufficient(role, need):
        raise HTTPException(
            403, f"You may {VERBS_BY_ROLE[role]} what is in this workspace. This needs the role {need}."
        )


def _refuse_read_only_token(request: Request, caller: Caller) -> None:
    """Members write comments, whatever their role; a token that is for reading writes nothing."""
    if caller.token_scope == "read" and _normalize_method(request) != "GET":
        raise HTTPException(403, "This API token is read-only. Make one with another scope.")


def _refuse_samples(request: Request, need: Role) -> None:
    """The data of the samples belong to everyone."""
    named = request.path_params.get("dataset_id") or request.query_params.get("dataset") or ""
    if need != "viewer" and named.startswith("sample:"):
        raise HTTPException(403, "Sample data is shared by everyone and can't be changed. Upload a copy to change it.")

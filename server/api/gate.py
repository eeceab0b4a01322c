"""The gate of a team server: every request passes it, and it answers three questions.

What does this address need?    `needs.py` says; what has no line there is not answered.
Which workspace is it about?    That of the thing which the address names; else the one that the person chose.
May this person do that there?  By their role in it, narrowed by the scope of their token.

Then the request works in that workspace and sees nothing else (`storage/place.py`, `storage/belonging.py`). What
belongs to others is therefore not there, and every endpoint says so in the words that it has for what never was.
"""

from collections.abc import Mapping

from anyio.to_thread import run_sync
from fastapi import HTTPException, Request
from sqlmodel import Session, SQLModel

from server.api.context import Context
from server.api.needs import NEEDS, Need
from server.api.routes import template_of
from server.logs import note
from server.people import audit, workspaces
from server.people.person import GUEST, Caller, caller_of
from server.people.roles import Role, allows, narrowed
from server.storage import place
from server.storage.access_tables import ShareRow
from server.storage.belonging import home_of
from server.storage.designs import NotThere
from server.storage.people_tables import WorkspaceRow
from server.storage.tables import (
    ArtifactRow,
    ConnectionRow,
    DatasetRow,
    DesignRow,
    ExperimentRow,
    KeptModuleRow,
    RunRow,
    SecretRow,
)

#: Path parameters, and the things that they name.
NAMED: dict[str, type[SQLModel]] = {
    "workspace_id": WorkspaceRow,
    "design_id": DesignRow,
    "run_id": RunRow,
    "artifact_id": ArtifactRow,
    "dataset_id": DatasetRow,
    "connection_id": ConnectionRow,
    "secret_id": SecretRow,
    "module_id": KeptModuleRow,
    "experiment_id": ExperimentRow,
    "share_id": ShareRow,
}
#: Sent by the pages of a workspace, so that tabs of several do not get into each other's way.
CHOSEN = "x-designery-workspace"
MAY = {"viewer": "look at", "runner": "run", "editor": "change", "owner": "manage"}


async def gate(request: Request) -> None:
    """Let the request pass into its workspace, or refuse it."""
    context: Context = request.app.state.context
    if not context.database.shared:
        return
    # In this task, so that the endpoint and all that it starts work there.
    place.enter(place.NOWHERE)
    need = NEEDS.get((_method(request), template_of(request.scope)))
    if need is None:
        raise NotThere("There is nothing at this address.")
    caller = caller_of(request.scope)
    audit.act_as(_actor(request, need, caller))
    home = await run_sync(_place, context, request, need, caller)
    place.enter(home)
    note(workspace=home or None)


def _actor(request: Request, need: Need, caller: Caller | None) -> audit.Actor | None:
    """Whose doing this request is; the guests of a share link have its id in the place of a name of their own."""
    means: dict[str, str] = {}
    if need == "visitor":
        means["share"] = request.path_params["share_id"]
    if caller is not None and caller.token_name is not None:
        means["token"] = caller.token_name
    person = caller.person if caller is not None else GUEST if need == "visitor" else None
    address = request.client.host if request.client else ""
    return audit.Actor(person, address, means) if person is not None else None


def _method(request: Request) -> str:
    return "GET" if request.method == "HEAD" else request.method


def _place(context: Context, request: Request, need: Need, caller: Caller | None) -> str | None:
    """The workspace that the request works in; raises what refuses it."""
    with place.within(None), context.database.reading() as session:
        if need == "stranger":
            return place.NOWHERE
        if need == "visitor":
            share = session.get(ShareRow, request.path_params["share_id"])
            design = session.get(DesignRow, share.design_id) if share is not None else None
            return design.workspace_id if design is not None else place.NOWHERE
        if caller is None:
            if need == "page":
                return place.NOWHERE
            raise HTTPException(401, "Sign in first.")
        roles = roles_of(session, caller)
        home = _home(session, request, ordered(request, caller, roles))
        if need == "person":
            _refuse_token_for_account(request, caller)
            return home
        if need == "server":
            if not caller.owns_server:
                raise HTTPException(403, "Only owners of this server may do that.")
            return None
        if need != "page":
            _refuse_role(roles.get(home), need)
            _refuse_reading_token(request, caller)
            _refuse_samples(request, need)
        return home


def roles_of(session: Session, caller: Caller) -> dict[str, Role]:
    """{workspace: what the caller may do there}"""
    found = {row.id: narrowed(role, caller.token) for row, role in workspaces.of_account(session, caller.person.id)}
    return found if caller.token is None else {key: role for key, role in found.items() if key == caller.workspace}


def ordered(request: Request, caller: Caller, roles: Mapping[str, Role]) -> list[str]:
    """The workspaces of the caller: the one that the page is in, the one that was chosen last, and then the others."""
    wanted = (request.headers.get(CHOSEN), caller.workspace, *roles)
    return [one for one in dict.fromkeys(wanted) if one is not None and one in roles]


def own_place(session: Session, request: Request, caller: Caller, need: Role) -> str | None:
    """The first workspace, beginning with the chosen one, in which the caller has this role."""
    roles = roles_of(session, caller)
    return next((one for one in ordered(request, caller, roles) if allows(roles[one], need)), None)


def _home(session: Session, request: Request, mine: list[str]) -> str:
    """Of the workspaces of the person, the one that has what the address names; else the chosen one."""
    for parameter, row in NAMED.items():
        if parameter in request.path_params:
            home = home_of(session, row, request.path_params[parameter], mine)
            if home is not None:
                return home
    return next(iter(mine), place.NOWHERE)


def _refuse_token_for_account(request: Request, caller: Caller) -> None:
    """Whoever has a token may not make others of it, nor change the account."""
    if caller.token is not None and (_method(request) != "GET" or request.url.path.startswith("/api/me/")):
        if template_of(request.scope) == "/api/modules/describe":
            return
        raise HTTPException(403, "API tokens do not reach the account. Sign in for that.")


def _refuse_role(role: Role | None, need: Role) -> None:
    if role is None:
        raise HTTPException(403, "You are a member of no workspace. Ask somebody to invite you to theirs.")
    if not allows(role, need):
        raise HTTPException(403, f"You may {MAY[role]} what is in this workspace. This needs a role of {need}.")


def _refuse_reading_token(request: Request, caller: Caller) -> None:
    """Members write comments, whatever their role; a token that is for reading writes nothing."""
    if caller.token == "read" and _method(request) != "GET":
        raise HTTPException(403, "This API token is for reading. Make one with another scope for that.")


def _refuse_samples(request: Request, need: Role) -> None:
    """The data of the samples belong to everyone."""
    named = request.path_params.get("dataset_id") or request.query_params.get("dataset") or ""
    if need != "viewer" and named.startswith("sample:"):
        raise HTTPException(403, "Sample data belong to everyone, and stay as they are. Upload a copy to change it.")

"""Web hooks of a person and of a workspace: made, changed, tried, and what was sent to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session, select

from server.api.answers import StrictRoute
from server.api.asking import Asking
from server.api.context import Context, Running
from server.people import audit, hooks
from server.people.hooks import BadAddress, TooMany
from server.people.notifications import OF_WORKSPACE, Kind
from server.storage.notification_tables import DeliveryRow, HookRow
from server.storage.place import within
from server.storage.sealing import Seal
from server.storage.tables import now

own_router = APIRouter(prefix="/me/hooks", tags=["notifications"], route_class=StrictRoute)
router = APIRouter(prefix="/workspaces/{workspace_id}/hooks", tags=["notifications"], route_class=StrictRoute)

Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class HookCreate(BaseModel):
    """A web hook. `kinds` are those of a workspace's; a person chooses them for all of theirs."""

    name: Name
    url: Address
    kinds: list[Kind] = Field(default_factory=lambda: list(OF_WORKSPACE))


class HookUpdate(BaseModel):
    """What is left out stays as it is."""

    name: Name | None = None
    url: Address | None = None
    kinds: list[Kind] | None = None
    enabled: bool | None = None


class HookRead(BaseModel):
    """A web hook; its address is told in part, and its secret never."""

    id: str
    name: str
    shown: str
    kinds: list[Kind]
    created_at: datetime
    disabled_at: datetime | None
    note: str
    failures: int


class HookCreated(HookRead):
    """A new web hook, and the secret that its deliveries are signed with. It is told this once."""

    secret: str


class HookSecret(BaseModel):
    """The secret that deliveries are signed with, told this once."""

    secret: str


class HookTest(BaseModel):
    """What came of a try."""

    status: int | None
    milliseconds: int | None
    error: str
    answer: str


class Delivery(BaseModel):
    """Something that was sent, is to be sent, or could not be."""

    id: int
    kind: str
    text: str
    state: Literal["waiting", "sent", "failed"]
    attempts: int
    status: int | None
    milliseconds: int | None
    error: str
    created_at: datetime
    next_at: datetime


@dataclass(frozen=True)
class Whose:
    """To whom web hooks belong: to a workspace, or to a person."""

    workspace: str | None = None
    person: str | None = None

    def get(self, session: Session, hook_id: str) -> HookRow:
        return hooks.get(session, hook_id, workspace=self.workspace, person=self.person)


def _told(row: HookRow) -> HookRead:
    return HookRead.model_validate(row.model_dump())


def _list(context: Context, whose: Whose) -> list[HookRead]:
    with within(None), context.database.reading() as session:
        mine = HookRow.workspace_id == whose.workspace, HookRow.person_id == whose.person
        rows = session.exec(select(HookRow).where(*mine).order_by(HookRow.created_at))  # type: ignore[arg-type]
        return [_told(row) for row in rows]


def _make(context: Context, whose: Whose, new: HookCreate) -> HookCreated:
    row = HookRow(
        workspace_id=whose.workspace, person_id=whose.person, name=new.name, sealed="", shown="", kinds=[*new.kinds]
    )
    with within(None), context.database.session() as session:
        secret = _or_refused(lambda: hooks.make(session, _seal(context), row, new.url))
        _record(session, whose, "hook.made", row)
    return HookCreated(**_told(row).model_dump(), secret=secret)


def _or_refused(work: Callable[[], str]) -> str:
    try:
        return work()
    except (BadAddress, TooMany) as error:
        raise HTTPException(422 if isinstance(error, BadAddress) else 409, str(error)) from None


def _change(context: Context, whose: Whose, hook_id: str, change: HookUpdate) -> HookRead:
    with within(None), context.database.session() as session:
        row = whose.get(session, hook_id)
        if change.url is not None:
            url = change.url
            _or_refused(lambda: hooks.checked(url))
            hooks.set_address(_seal(context), row, url)
        row.name = change.name if change.name is not None else row.name
        row.kinds = [*change.kinds] if change.kinds is not None else row.kinds
        if change.enabled is not None:
            row.disabled_at, row.note, row.failures = (None, "", 0) if change.enabled else (now(), "", 0)
        session.add(row)
        _record(session, whose, "hook.changed", row)
        return _told(row)


def _remove(context: Context, whose: Whose, hook_id: str) -> None:
    with within(None), context.database.session() as session:
        row = whose.get(session, hook_id)
        hooks.remove(session, row)
        _record(session, whose, "hook.deleted", row)


def _new_secret(context: Context, whose: Whose, hook_id: str) -> HookSecret:
    with within(None), context.database.session() as session:
        row = whose.get(session, hook_id)
        secret = hooks.new_secret_of(_seal(context), row)
        session.add(row)
        _record(session, whose, "hook.secret", row)
        return HookSecret(secret=secret)


async def _try(context: Context, whose: Whose, hook_id: str) -> HookTest:
    def read() -> HookRow:
        with within(None), context.database.reading() as session:
            return whose.get(session, hook_id)

    hook = await run_in_threadpool(read)
    body = {"text": "This is a test of Designery.", "link": "/", "data": {"workspace": {"id": whose.workspace or ""}}}
    attempt = await context.deliveries.send(hook, DeliveryRow(hook_id=hook.id, kind="test", body=body))
    return HookTest(**vars(attempt))


def _deliveries(context: Context, whose: Whose, hook_id: str) -> list[Delivery]:
    with within(None), context.database.reading() as session:
        rows = hooks.deliveries(session, whose.get(session, hook_id).id)
        return [Delivery.model_validate({**row.model_dump(), "text": row.body["text"]}) for row in rows]


def _seal(context: Context) -> Seal:
    return Seal(context.settings.folder)


def _record(session: Session, whose: Whose, action: str, row: HookRow) -> None:
    with within(whose.workspace):
        audit.record(session, action, row.name, address=row.shown, kinds=row.kinds)


@own_router.get("")
def list_own_hooks(caller: Asking, context: Running) -> list[HookRead]:
    """The web hooks of this person."""
    return _list(context, Whose(person=caller.person.id))


@own_router.post("", status_code=201)
def make_own_hook(new: HookCreate, caller: Asking, context: Running) -> HookCreated:
    """Make a web hook that is told of what this person is."""
    return _make(context, Whose(person=caller.person.id), new)


@own_router.patch("/{hook_id}")
def change_own_hook(hook_id: str, change: HookUpdate, caller: Asking, context: Running) -> HookRead:
    """Change a web hook, disable it, or enable it again."""
    return _change(context, Whose(person=caller.person.id), hook_id, change)


@own_router.delete("/{hook_id}", status_code=204)
def delete_own_hook(hook_id: str, caller: Asking, context: Running) -> None:
    """Delete a web hook; what waits for it is not sent."""
    _remove(context, Whose(person=caller.person.id), hook_id)


@own_router.post("/{hook_id}/secret")
def renew_own_secret(hook_id: str, caller: Asking, context: Running) -> HookSecret:
    """Give a web hook another secret."""
    return _new_secret(context, Whose(person=caller.person.id), hook_id)


@own_router.post("/{hook_id}/test")
async def try_own_hook(hook_id: str, caller: Asking, context: Running) -> HookTest:
    """Send something now, and say what was answered."""
    return await _try(context, Whose(person=caller.person.id), hook_id)


@own_router.get("/{hook_id}/deliveries")
def list_own_deliveries(hook_id: str, caller: Asking, context: Running) -> list[Delivery]:
    """The last fifty things that were sent."""
    return _deliveries(context, Whose(person=caller.person.id), hook_id)


@router.get("")
def list_hooks(workspace_id: str, context: Running) -> list[HookRead]:
    """The web hooks of a workspace."""
    return _list(context, Whose(workspace_id))


@router.post("", status_code=201)
def make_hook(workspace_id: str, new: HookCreate, context: Running) -> HookCreated:
    """Make a web hook that is told of what happens in the workspace."""
    return _make(context, Whose(workspace_id), new)


@router.patch("/{hook_id}")
def change_hook(workspace_id: str, hook_id: str, change: HookUpdate, context: Running) -> HookRead:
    """Change a web hook, disable it, or enable it again."""
    return _change(context, Whose(workspace_id), hook_id, change)


@router.delete("/{hook_id}", status_code=204)
def delete_hook(workspace_id: str, hook_id: str, context: Running) -> None:
    """Delete a web hook; what waits for it is not sent."""
    _remove(context, Whose(workspace_id), hook_id)


@router.post("/{hook_id}/secret")
def renew_secret(workspace_id: str, hook_id: str, context: Running) -> HookSecret:
    """Give a web hook another secret."""
    return _new_secret(context, Whose(workspace_id), hook_id)


@router.post("/{hook_id}/test")
async def try_hook(workspace_id: str, hook_id: str, context: Running) -> HookTest:
    """Send something now, and say what was answered."""
    return await _try(context, Whose(workspace_id), hook_id)


@router.get("/{hook_id}/deliveries")
def list_deliveries(workspace_id: str, hook_id: str, context: Running) -> list[Delivery]:
    """The last fifty things that were sent."""
    return _deliveries(context, Whose(workspace_id), hook_id)

"""Web hooks of a person and of a workspace: made, changed, tried, and what was sent to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import HTTPException
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session, select

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router, is_on_team_servers
from server.auth import audit_log
from server.collaboration import webhook_store
from server.collaboration.notification_feed import WORKSPACE_NOTIFICATION_KINDS, NotificationKind
from server.collaboration.webhook_store import InvalidWebhookUrl, TooManyWebhooks
from server.storage.encryption import Cipher
from server.storage.orm.core_tables import now
from server.storage.orm.notification_tables import WebhookDeliveryRow, WebhookRow
from server.storage.transactions.workspace_context import use_workspace

personal_router = Router(prefix="/api/me/webhooks", tags=["notifications"])
router = Router(prefix="/api/workspaces/{workspace_id}/webhooks", tags=["notifications"], served=is_on_team_servers)

WebhookUrl = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
WebhookName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class WebhookCreate(BaseModel):
    """A web hook. `kinds` are those of a workspace's; a person chooses them for all of theirs."""

    name: WebhookName
    url: WebhookUrl
    kinds: list[NotificationKind] = Field(default_factory=lambda: list(WORKSPACE_NOTIFICATION_KINDS))


class WebhookUpdate(BaseModel):
    """Fields that are left out do not change."""

    name: WebhookName | None = None
    url: WebhookUrl | None = None
    kinds: list[NotificationKind] | None = None
    enabled: bool | None = None


class WebhookRead(BaseModel):
    """A web hook; its address is told in part, and its secret never."""

    id: str
    name: str
    shown: str
    kinds: list[NotificationKind]
    created_at: datetime
    disabled_at: datetime | None
    note: str
    failures: int


class WebhookCreated(WebhookRead):
    """A new web hook, and the secret that its deliveries are signed with. It is shown only once."""

    secret: str


class WebhookSecretRead(BaseModel):
    """The secret that deliveries are signed with. It is shown only once."""

    secret: str


class WebhookTestRead(BaseModel):
    """The result of a test."""

    status: int | None
    milliseconds: int | None
    error: str
    answer: str


class WebhookDeliveryRead(BaseModel):
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
class WebhookOwner:
    """To whom web hooks belong: to a workspace, or to a person."""

    workspace: str | None = None
    person: str | None = None

    def get_webhook(self, session: Session, hook_id: str) -> WebhookRow:
        return webhook_store.get_webhook(session, hook_id, workspace=self.workspace, person=self.person)


def _to_webhook_read(row: WebhookRow) -> WebhookRead:
    kinds: list[NotificationKind] = row.kinds  # type: ignore[assignment]
    return WebhookRead(
        id=row.id,
        name=row.name,
        shown=row.masked_url,
        kinds=kinds,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        note=row.note,
        failures=row.failures,
    )


def _list_webhooks(context: AppContext, owner: WebhookOwner) -> list[WebhookRead]:
    with use_workspace(None), context.database.read_session() as session:
        owned = WebhookRow.workspace_id == owner.workspace, WebhookRow.person_id == owner.person
        rows = session.exec(select(WebhookRow).where(*owned).order_by(WebhookRow.created_at))  # type: ignore[arg-type]
        return [_to_webhook_read(row) for row in rows]


def _create_webhook(context: AppContext, owner: WebhookOwner, new: WebhookCreate) -> WebhookCreated:
    row = WebhookRow(
        workspace_id=owner.workspace,
        person_id=owner.person,
        name=new.name,
        ciphertext="",
        masked_url="",
        kinds=[*new.kinds],
    )
    with use_workspace(None), context.database.session() as session:
        secret = _run_or_refuse(lambda: webhook_store.create_webhook(session, _build_cipher(context), row, new.url))
        _record_webhook_change(session, owner, "hook.made", row)
    return WebhookCreated(**_to_webhook_read(row).model_dump(), secret=secret)


def _run_or_refuse(work: Callable[[], str]) -> str:
    try:
        return work()
    except (InvalidWebhookUrl, TooManyWebhooks) as error:
        raise HTTPException(422 if isinstance(error, InvalidWebhookUrl) else 409, str(error)) from None


def _update_webhook(context: AppContext, owner: WebhookOwner, hook_id: str, change: WebhookUpdate) -> WebhookRead:
    with use_workspace(None), context.database.session() as session:
        row = owner.get_webhook(session, hook_id)
        if change.url is not None:
            url = change.url
            _run_or_refuse(lambda: webhook_store.validate_webhook_url(url))
            webhook_store.set_webhook_url(_build_cipher(context), row, url)
        row.name = change.name if change.name is not None else row.name
        row.kinds = [*change.kinds] if change.kinds is not None else row.kinds
        if change.enabled is not None:
            row.disabled_at, row.note, row.failures = (None, "", 0) if change.enabled else (now(), "", 0)
        session.add(row)
        _record_webhook_change(session, owner, "hook.changed", row)
        return _to_webhook_read(row)


def _delete_webhook(context: AppContext, owner: WebhookOwner, hook_id: str) -> None:
    with use_workspace(None), context.database.session() as session:
        row = owner.get_webhook(session, hook_id)
        webhook_store.delete_webhook(session, row)
        _record_webhook_change(session, owner, "hook.deleted", row)


def _renew_secret(context: AppContext, owner: WebhookOwner, hook_id: str) -> WebhookSecretRead:
    with use_workspace(None), context.database.session() as session:
        row = owner.get_webhook(session, hook_id)
        secret = webhook_store.rotate_signing_secret(_build_cipher(context), row)
        session.add(row)
        _record_webhook_change(session, owner, "hook.secret", row)
        return WebhookSecretRead(secret=secret)


async def _test_webhook(context: AppContext, owner: WebhookOwner, hook_id: str) -> WebhookTestRead:
    def load_webhook() -> WebhookRow:
        with use_workspace(None), context.database.read_session() as session:
            return owner.get_webhook(session, hook_id)

    hook = await run_in_threadpool(load_webhook)
    body = {
        "text": "This is a test message from Designery.",
        "link": "/",
        "data": {"workspace": {"id": owner.workspace or ""}},
    }
    attempt = await context.webhook_sender.send(hook, WebhookDeliveryRow(hook_id=hook.id, kind="test", body=body))
    return WebhookTestRead(**vars(attempt))


def _list_deliveries(context: AppContext, owner: WebhookOwner, hook_id: str) -> list[WebhookDeliveryRead]:
    with use_workspace(None), context.database.read_session() as session:
        rows = webhook_store.list_deliveries(session, owner.get_webhook(session, hook_id).id)
        return [WebhookDeliveryRead.model_validate({**row.model_dump(), "text": row.body["text"]}) for row in rows]


def _build_cipher(context: AppContext) -> Cipher:
    return Cipher(context.settings.folder)


def _record_webhook_change(session: Session, owner: WebhookOwner, action: str, row: WebhookRow) -> None:
    with use_workspace(owner.workspace):
        audit_log.record_action(session, action, row.name, address=row.masked_url, kinds=row.kinds)


@personal_router.get("", needs="person")
def list_own_webhooks(caller: CallerDep, context: ContextDep) -> list[WebhookRead]:
    """The web hooks of this person."""
    return _list_webhooks(context, WebhookOwner(person=caller.person.id))


@personal_router.post("", needs="person", status_code=201)
def create_own_webhook(new: WebhookCreate, caller: CallerDep, context: ContextDep) -> WebhookCreated:
    """Create a web hook for this person's notifications."""
    return _create_webhook(context, WebhookOwner(person=caller.person.id), new)


@personal_router.patch("/{hook_id}", needs="person")
def update_own_webhook(hook_id: str, change: WebhookUpdate, caller: CallerDep, context: ContextDep) -> WebhookRead:
    """Change a web hook, disable it, or enable it again."""
    return _update_webhook(context, WebhookOwner(person=caller.person.id), hook_id, change)


@personal_router.delete("/{hook_id}", needs="person", status_code=204)
def delete_own_webhook(hook_id: str, caller: CallerDep, context: ContextDep) -> None:
    """Delete a web hook; what waits for it is not sent."""
    _delete_webhook(context, WebhookOwner(person=caller.person.id), hook_id)


@personal_router.post("/{hook_id}/secret", needs="person")
def renew_own_webhook_secret(hook_id: str, caller: CallerDep, context: ContextDep) -> WebhookSecretRead:
    """Give a web hook a new secret."""
    return _renew_secret(context, WebhookOwner(person=caller.person.id), hook_id)


@personal_router.post("/{hook_id}/test", needs="person")
async def test_own_webhook(hook_id: str, caller: CallerDep, context: ContextDep) -> WebhookTestRead:
    """Send a test now, and return the response."""
    return await _test_webhook(context, WebhookOwner(person=caller.person.id), hook_id)


@personal_router.get("/{hook_id}/deliveries", needs="person")
def list_own_webhook_deliveries(hook_id: str, caller: CallerDep, context: ContextDep) -> list[WebhookDeliveryRead]:
    """The last fifty deliveries."""
    return _list_deliveries(context, WebhookOwner(person=caller.person.id), hook_id)


@router.get("", needs="owner")
def list_webhooks(workspace_id: str, context: ContextDep) -> list[WebhookRead]:
    """The web hooks of a workspace."""
    return _list_webhooks(context, WebhookOwner(workspace_id))


@router.post("", needs="owner", status_code=201)
def create_webhook(workspace_id: str, new: WebhookCreate, context: ContextDep) -> WebhookCreated:
    """Create a web hook for the events of the workspace."""
    return _create_webhook(context, WebhookOwner(workspace_id), new)


@router.patch("/{hook_id}", needs="owner")
def update_webhook(workspace_id: str, hook_id: str, change: WebhookUpdate, context: ContextDep) -> WebhookRead:
    """Change a web hook, disable it, or enable it again."""
    return _update_webhook(context, WebhookOwner(workspace_id), hook_id, change)


@router.delete("/{hook_id}", needs="owner", status_code=204)
def delete_webhook(workspace_id: str, hook_id: str, context: ContextDep) -> None:
    """Delete a web hook; what waits for it is not sent."""
    _delete_webhook(context, WebhookOwner(workspace_id), hook_id)


@router.post("/{hook_id}/secret", needs="owner")
def renew_webhook_secret(workspace_id: str, hook_id: str, context: ContextDep) -> WebhookSecretRead:
    """Give a web hook a new secret."""
    return _renew_secret(context, WebhookOwner(workspace_id), hook_id)


@router.post("/{hook_id}/test", needs="owner")
async def test_webhook(workspace_id: str, hook_id: str, context: ContextDep) -> WebhookTestRead:
    """Send a test now, and return the response."""
    return await _test_webhook(context, WebhookOwner(workspace_id), hook_id)


@router.get("/{hook_id}/deliveries", needs="owner")
def list_webhook_deliveries(workspace_id: str, hook_id: str, context: ContextDep) -> list[WebhookDeliveryRead]:
    """The last fifty deliveries."""
    return _list_deliveries(context, WebhookOwner(workspace_id), hook_id)

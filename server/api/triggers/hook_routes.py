"""Where requests to web hooks of pipelines arrive: nobody is signed in, the signature says who may."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Header, HTTPException, Path, Request
from pydantic import ValidationError

from modules.kit.strict_json import InvalidJson, parse_json
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.rate_limiter import RateLimiter
from server.api.core.router import Router
from server.api.triggers.trigger_schemas import HookAccepted, HookPayload
from server.automation import webhook_signatures
from server.automation.trigger_changes import CannotChangeTrigger, TriggerChange, check_given
from server.automation.trigger_settings import WebhookTriggerSettings, read_trigger_settings
from server.automation.webhook_signatures import NO_MATCH, InvalidSignature, SignedHeaders
from server.storage.encryption import Cipher, DecryptionError
from server.storage.orm.core_tables import now
from server.storage.orm.pipeline_tables import TriggerRow
from server.storage.stores import pipeline_store, trigger_store
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api/hooks", tags=["triggers"])

MAX_BODY_BYTES = 64 * 1024
#: Requests to one web hook, and refused ones from one address, in a minute.
_hook_rate, _refusal_rate = RateLimiter(60, 60), RateLimiter(30, 60)
TOO_MANY = "Too many requests to this web hook. Try again in a minute."
SignatureHeader = Annotated[str, Header(max_length=1_000)]


@router.post("/{hook_id}", needs="anyone", status_code=202)
async def receive_hook_request(
    hook_id: Annotated[str, Path(max_length=64)],
    request: Request,
    context: ContextDep,
    webhook_id: SignatureHeader = "",
    webhook_timestamp: SignatureHeader = "",
    webhook_signature: SignatureHeader = "",
) -> HookAccepted:
    """Run the pipeline of a web hook. The request is signed with its secret, as the Standard Webhooks have it."""
    address = request.client.host if request.client else ""
    if not _refusal_rate.is_allowed(address) or not _hook_rate.is_allowed(hook_id):
        raise HTTPException(429, TOO_MANY, headers={"Retry-After": "60"})
    body = await _read_body(request)
    headers = SignedHeaders(webhook_id, webhook_timestamp, webhook_signature)
    try:
        return await run_sync(_accept, context, hook_id, headers, body)
    except InvalidSignature as refusal:
        _refusal_rate.hit(address)
        raise HTTPException(401, str(refusal)) from None


async def _read_body(request: Request) -> str:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise HTTPException(413, f"The body is larger than {MAX_BODY_BYTES // 1024} KiB.")
        chunks.append(chunk)
    try:
        return b"".join(chunks).decode()
    except UnicodeDecodeError:
        raise HTTPException(422, "The body is not UTF-8.") from None


def _accept(context: AppContext, hook_id: str, headers: SignedHeaders, body: str) -> HookAccepted:
    current = now()
    with use_workspace(None):
        with context.database.read_session() as session:
            try:
                row = trigger_store.get_trigger(session, hook_id)
            except NotFound:
                raise InvalidSignature(NO_MATCH) from None
        if row.kind != "webhook":
            raise InvalidSignature(NO_MATCH)
        _verify(context, row, headers, body)
        _hook_rate.hit(hook_id)
        if row.paused_at is not None:
            raise HTTPException(409, "This web hook is paused.")
        payload = _parse_payload(context, row, body)
        firing = trigger_store.build_firing(row.id, f"request {headers.id}", current, reason="A request came.")
        firing.parameters = payload.parameters or None
        with context.database.session(trigger_store.name_scope(row.id)) as session:
            is_new = trigger_store.add_firing(session, firing)
            known = trigger_store.find_firings(session, row.id, [firing.occasion])[firing.occasion]
    context.call_in_loop(context.trigger_loop.wake)
    return HookAccepted(firing=known.id, is_new=is_new)


def _verify(context: AppContext, row: TriggerRow, headers: SignedHeaders, body: str) -> None:
    try:
        secrets = webhook_signatures.list_valid_secrets(Cipher(context.settings.folder), row, now())
    except DecryptionError:
        raise HTTPException(409, "The secret of this web hook can't be read any more. Make a new one.") from None
    webhook_signatures.verify_signature(secrets, headers, body, now())


def _parse_payload(context: AppContext, row: TriggerRow, body: str) -> HookPayload:
    """The values that a request sets. What else its body says is nobody's business where it may set none."""
    settings = read_trigger_settings(row)
    assert isinstance(settings, WebhookTriggerSettings)
    if not settings.takes_parameters or not body.strip():
        return HookPayload()
    try:
        payload = HookPayload.model_validate(parse_json(body.encode()))
    except InvalidJson as error:
        raise HTTPException(422, f"The body is not JSON: {error}") from None
    except ValidationError:
        raise HTTPException(422, 'Send the parameters as {"parameters": {"name": value}}.') from None
    with use_workspace(row.workspace_id), context.database.read_session() as session:
        pipeline = pipeline_store.get_pipeline(session, row.pipeline_id)
        change = TriggerChange(row.name, settings, row.pipeline_version, payload.parameters, {})
        try:
            check_given(session, context.catalog, pipeline, change)
        except CannotChangeTrigger as refusal:
            raise HTTPException(422, str(refusal)) from None
    return payload

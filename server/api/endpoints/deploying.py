"""Deploying: what is to answer is pinned, answers its own test rows, and then gets its share of the requests."""

import asyncio
from dataclasses import dataclass, replace

from fastapi import HTTPException
from sqlmodel import Session

from server.api.core.app_context import AppContext
from server.api.endpoints.endpoint_schemas import DeploymentCreate
from server.auth import audit_log
from server.registry.model_signature import ModelSignature, mark_unread_columns
from server.runs.sandbox.inside.replica_protocol import ReplicaFacts
from server.serving.deployment_plan import CannotDeploy
from server.serving.deployment_sources import PreparedDeployment, prepare_design, prepare_model
from server.serving.deployment_tests import TestsFailed, run_deployment_tests
from server.serving.endpoint_service import NoAnswer
from server.serving.live_metrics import read_score_facts
from server.serving.onnx_choice import OnnxChoice, read_choice, store_choice
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointRow
from server.storage.stores import design_store, endpoint_store, model_store


@dataclass(frozen=True)
class NewDeployment:
    """A deployment that is stored and gets no requests yet."""

    endpoint_id: str
    deployment_id: str
    number: int


def prepare_deployment(session: Session, context: AppContext, new: DeploymentCreate) -> PreparedDeployment:
    """What is to be deployed, with all that it needs; refuses what does not predict (409)."""
    try:
        if new.design is not None:
            return prepare_design(session, context.analyzer, design_store.get_design(session, new.design))
        model = model_store.find_model(session, new.model or "")
        if model is None:
            raise HTTPException(404, f"There is no model named '{new.model}'.")
        version = model_store.find_named_version(session, model.id, new.version)
        if version is None:
            raise HTTPException(404, f"'{model.name}' has no version '{new.version}'.")
        return prepare_model(session, context.analyzer, model, version)
    except CannotDeploy as refusal:
        raise HTTPException(409, str(refusal)) from None


def store_deployment(
    session: Session, endpoint: EndpointRow, prepared: PreparedDeployment, person: str, note: str, *, onnx: bool
) -> NewDeployment:
    """Store a deployment that is still to be tested."""
    made = prepared.to_row(person, note)
    made.onnx = OnnxChoice(wanted=onnx).model_dump(mode="json")
    row = endpoint_store.add_deployment(session, endpoint, made)
    audit_log.record_action(
        session,
        "endpoint.deployed",
        endpoint.name,
        endpoint=endpoint.id,
        deployment=row.number,
        source=f"{prepared.source.kind} {prepared.source.name}",
    )
    return NewDeployment(endpoint.id, row.id, row.number)


def test_and_admit(context: AppContext, new: NewDeployment, wanted: DeploymentCreate) -> None:
    """Have a stored deployment answer its test rows, and give it its share if it did."""
    context.wait_in_loop(_test_deployment(context, new))
    with context.database.session() as session:
        row = endpoint_store.get_deployment(session, new.endpoint_id, new.number)
        if row.state == "ready":
            _give_share(session, row, wanted)
    context.wait_in_loop(context.endpoints.reload(new.endpoint_id))


async def _test_deployment(context: AppContext, new: NewDeployment) -> None:
    """Write down whether a deployment answers."""
    endpoint = await context.endpoints.reload(new.endpoint_id)
    found = next((one for one in endpoint.deployments if one.id == new.deployment_id), None) if endpoint else None
    if endpoint is None or found is None:
        raise NoAnswer(404, "This deployment was deleted.")
    state, reason, introduction = "ready", "", ReplicaFacts()
    group = context.endpoints.get_group(endpoint, found.row)
    try:
        introduction = await run_deployment_tests(group, found.row)
    except TestsFailed as error:
        state, reason = "failed", str(error)
        context.endpoints.retire(found.id)
    used = await asyncio.to_thread(_write_state, context, new, (state, reason), introduction, group.converted)
    group.request, group.converted = replace(group.request, onnx="stored" if used else "off"), b""


def _write_state(
    context: AppContext, new: NewDeployment, state: tuple[str, str], said: ReplicaFacts, converted: bytes
) -> bool:
    """Write down how the tests went; returns whether later replicas answer by ONNX."""
    with context.database.session() as session:
        row = endpoint_store.get_deployment(session, new.endpoint_id, new.number)
        row.state, row.reason = state[0], state[1][:2000]
        store_choice(session, row, said.get("onnx", {}), converted)
        signature = ModelSignature.model_validate(row.signature)
        row.signature = mark_unread_columns(signature, _list_unread(said)).model_dump(mode="json")
        facts = read_score_facts(said.get("scores", {}))
        row.scores = facts.model_dump(mode="json") if facts is not None else {}
        session.add(row)
        return read_choice(row).used


def _list_unread(said: ReplicaFacts) -> list[str]:
    unread = said.get("unread")
    return [str(name) for name in unread] if isinstance(unread, list) else []


def _give_share(session: Session, row: DeploymentRow, wanted: DeploymentCreate) -> None:
    """The others keep their proportions in what is left."""
    others = [one for one in endpoint_store.list_deployments(session, [row.endpoint_id])[row.endpoint_id] if one.share]
    row.shadow = wanted.shadow
    row.share = 0 if wanted.shadow else wanted.share
    if not others and not wanted.shadow:
        row.share = 100
    session.add(row)
    _scale_shares(session, others, 100 - row.share)


def _scale_shares(session: Session, rows: list[DeploymentRow], left: int) -> None:
    total = sum(row.share for row in rows)
    for row in rows:
        row.share = round(row.share * left / total) if total else 0
        session.add(row)
    if rows:
        rows[0].share += left - sum(row.share for row in rows)

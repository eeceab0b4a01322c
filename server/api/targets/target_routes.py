"""Compute targets: list, add, replace, test, delete, and what they have now."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi import HTTPException
from pydantic import BaseModel, Field, StringConstraints, field_validator
from sqlmodel import Session, col, select

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router
from server.api.targets.target_steps import TargetStepRead, list_target_steps
from server.auth import audit_log
from server.graph.document import THIS_MACHINE
from server.runs.executors.dask_bridge.bridge_messages import TargetDescription
from server.runs.executors.dask_executor import JobState, TargetUnavailable
from server.runs.target_check import TargetCheck, check_target
from server.storage.orm.compute_target_tables import ComputeTargetRow
from server.storage.orm.core_tables import RunRow, now
from server.storage.stores import compute_target_store
from server.storage.transactions.workspace_context import get_default_workspace

router = Router(prefix="/api/targets", tags=["targets"])

NAME_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
MAX_PEM_LENGTH = 64_000


class TargetWorkerRead(BaseModel):
    """A worker: the steps that it runs at once and now, its memory in bytes, and what differs from this server."""

    name: str
    slots: int
    running: int
    memory: int
    memory_used: int
    last_seen_seconds: float
    differences: list[str]


class TargetFindingRead(BaseModel):
    """One thing that a test tried."""

    name: Literal["reached", "same versions", "same result", "cancelled"]
    passed: bool
    seconds: float
    message: str


class TargetTestRead(BaseModel):
    """What a test of a target found."""

    passed: bool
    findings: list[TargetFindingRead]
    tested_at: datetime


class TargetRead(BaseModel):
    """A cluster that steps may run on."""

    id: str
    name: str
    address: str
    exchange: str
    last_test: TargetTestRead | None
    created_by: str
    created_at: datetime


class ThisMachineRead(BaseModel):
    """The machine of the server: how many steps it runs at once and now, and how many wait."""

    slots: int
    running: int
    waiting: int


class TargetsRead(BaseModel):
    """Where steps can run."""

    this_machine: ThisMachineRead
    targets: list[TargetRead]
    #: The target of the designs of this workspace that name none; None is this machine.
    default: str | None


class DefaultTarget(BaseModel):
    """The target of the designs of a workspace that name none; null is the machine of the server."""

    compute_target: str | None


class TargetStateRead(BaseModel):
    """What a cluster has now; without workers it may be asleep. `error` says why it can't be reached.

    `steps` are those of this server: others may use the cluster too.
    """

    workers: list[TargetWorkerRead]
    waiting: int
    steps: list[TargetStepRead]
    error: str | None


class TargetFields(BaseModel):
    """What a server needs to use a cluster: its scheduler, certificates in PEM, and where values are exchanged."""

    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
    exchange: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=500)]
    ca: str = Field(max_length=MAX_PEM_LENGTH)
    certificate: str = Field(max_length=MAX_PEM_LENGTH)
    key: str = Field(max_length=MAX_PEM_LENGTH)

    @field_validator("address")
    @classmethod
    def require_encryption(cls, address: str) -> str:
        """Without TLS whoever reaches a scheduler can run any code on its workers."""
        if not address.startswith("tls://"):
            raise ValueError("Use the address of a Dask scheduler with TLS, such as tls://10.0.4.20:8786.")
        return address

    @field_validator("exchange")
    @classmethod
    def require_exchange(cls, exchange: str) -> str:
        """A folder or a bucket, by its scheme: a bare path might be one of this machine alone."""
        scheme, _, place = exchange.partition("://")
        if not scheme or not place:
            raise ValueError(
                "Use a folder that this server and all workers see, such as file:///shared/designery, "
                "or a bucket, such as s3://bucket/designery."
            )
        return exchange

    @field_validator("ca", "certificate")
    @classmethod
    def require_certificate(cls, pem: str) -> str:
        """A PEM file with at least one certificate."""
        try:
            x509.load_pem_x509_certificates(pem.encode())
        except ValueError:
            raise ValueError("Paste a certificate in PEM format. It begins with -----BEGIN CERTIFICATE-----.") from None
        return pem

    @field_validator("key")
    @classmethod
    def require_key(cls, pem: str) -> str:
        """A PEM file with a private key without a password."""
        try:
            load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError):
            raise ValueError("Paste a private key in PEM format, without a password.") from None
        return pem


class TargetCreate(TargetFields):
    """A new target."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=63)]

    @field_validator("name")
    @classmethod
    def require_plain_name(cls, name: str) -> str:
        """It is part of an address, and typed on the command line."""
        if not NAME_PATTERN.fullmatch(name):
            raise ValueError("Use lowercase letters, digits and hyphens, such as lab-cluster.")
        return name


@router.get("", needs="viewer")
def list_targets(session: ReadSessionDep, context: ContextDep) -> TargetsRead:
    """This machine, and all clusters by name."""
    executor = context.executor
    here = ThisMachineRead(slots=executor.slots, running=executor.running_count, waiting=executor.queued_count)
    rows = compute_target_store.list_compute_targets(session)
    default = compute_target_store.find_default_target(session, get_default_workspace())
    return TargetsRead(this_machine=here, targets=[_to_target_read(row) for row in rows], default=default)


@router.put("/default", needs="owner", status_code=204)
def set_default_target(chosen: DefaultTarget, session: WriteSessionDep) -> None:
    """Choose where the designs of this workspace run that name no target. Null is the machine of the server."""
    name = chosen.compute_target
    if name is not None and compute_target_store.find_compute_target(session, name) is None:
        raise HTTPException(422, f"The target '{name}' does not exist. Choose another one, or add it.")
    compute_target_store.set_default_target(session, get_default_workspace(), name)
    audit_log.record_action(session, "target.default", name or THIS_MACHINE)


@router.get("/{target_id}/state", needs="viewer")
async def read_target_state(target_id: str, context: ContextDep) -> TargetStateRead:
    """What a cluster has now."""
    name = _read_name(context, target_id)
    try:
        executor = await context.runner.services.compute_targets.provide_cluster(name)
        description = await executor.describe()
    except TargetUnavailable as error:
        return TargetStateRead(workers=[], waiting=0, steps=[], error=str(error))
    return await asyncio.to_thread(_read_state, context, description, executor.list_jobs())


@router.post("", needs="server", status_code=201)
def create_target(new: TargetCreate, context: ContextDep, caller: CallerDep) -> TargetRead:
    """Add a cluster. Whoever may run designs can run them there."""
    if new.name == THIS_MACHINE:
        raise HTTPException(422, f"'{THIS_MACHINE}' is the name of this machine. Choose another one.")
    with context.database.session() as session:
        if compute_target_store.find_compute_target(session, new.name) is not None:
            raise HTTPException(409, f"There is a target called '{new.name}' already. Choose another name.")
        row = ComputeTargetRow(
            name=new.name,
            address=new.address,
            exchange=new.exchange,
            ca=new.ca,
            certificate=new.certificate,
            sealed_key=context.runner.services.connectors.seal.encrypt(new.key),
            created_by=caller.person.name,
        )
        session.add(row)
        session.flush()
        audit_log.record_action(session, "target.added", row.name, address=row.address)
        return _to_target_read(row)


@router.put("/{target_id}", needs="server")
def replace_target(target_id: str, new: TargetFields, context: ContextDep) -> TargetRead:
    """Replace the address, the certificates and the exchange of a cluster; its name stays."""
    with context.database.session() as session:
        row = compute_target_store.get_compute_target(session, target_id)
        row.address, row.exchange, row.ca, row.certificate = new.address, new.exchange, new.ca, new.certificate
        row.sealed_key = context.runner.services.connectors.seal.encrypt(new.key)
        row.revision, row.last_test = row.revision + 1, None
        session.add(row)
        audit_log.record_action(session, "target.replaced", row.name, address=row.address)
        return _to_target_read(row)


@router.post("/{target_id}/test", needs="server")
async def test_target(target_id: str, context: ContextDep) -> TargetTestRead:
    """Try a cluster out: reach it, compare its libraries, run a step there and here, and cancel one."""
    services = context.runner.services
    try:
        executor = await services.compute_targets.provide_cluster(_read_name(context, target_id))
    except TargetUnavailable as error:
        raise HTTPException(409, str(error)) from None
    found = _to_test_read(await check_target(executor, services.pool))
    with context.database.session() as session:
        row = compute_target_store.get_compute_target(session, target_id)
        row.last_test = found.model_dump(mode="json")
        session.add(row)
    return found


@router.delete("/{target_id}", needs="server", status_code=204)
def delete_target(target_id: str, context: ContextDep) -> None:
    """Delete a cluster that no unfinished run uses. Designs that name it say so when they run."""
    with context.database.session() as session:
        row = compute_target_store.get_compute_target(session, target_id)
        if _count_unfinished_runs(session, row.name):
            raise HTTPException(409, f"Runs on '{row.name}' are under way. Cancel them first, or wait.")
        compute_target_store.delete_compute_target(session, row)
        audit_log.record_action(session, "target.deleted", row.name)


def _read_name(context: AppContext, target_id: str) -> str:
    with context.database.read_session() as session:
        return compute_target_store.get_compute_target(session, target_id).name


def _count_unfinished_runs(session: Session, name: str) -> int:
    query = select(RunRow.id).where(col(RunRow.compute_target) == name)
    return len(session.exec(query.where(col(RunRow.state).in_(["queued", "running"]))).all())


def _to_target_read(row: ComputeTargetRow) -> TargetRead:
    return TargetRead.model_validate(row, from_attributes=True)


def _read_state(context: AppContext, description: TargetDescription, jobs: Sequence[JobState]) -> TargetStateRead:
    workers = [TargetWorkerRead.model_validate(asdict(worker)) for worker in description.workers]
    with context.database.read_session() as session:
        steps = list_target_steps(session, jobs, description.workers, context.runner.services.catalog)
    return TargetStateRead(workers=workers, waiting=description.waiting, steps=steps, error=None)


def _to_test_read(check: TargetCheck) -> TargetTestRead:
    findings = [TargetFindingRead.model_validate(asdict(finding)) for finding in check.findings]
    return TargetTestRead(passed=check.passed, findings=findings, tested_at=now())

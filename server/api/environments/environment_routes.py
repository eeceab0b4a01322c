"""Environments: list, create, read with lock and log, build again, delete."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import HTTPException
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router
from server.auth import audit_log
from server.runs.environments.package_index import find_interpreters, get_own_python
from server.runs.environments.specification import (
    MAX_SOURCE_LENGTH,
    InvalidSpecification,
    check_python_version,
    parse_specification,
)
from server.runs.environments.specification_formats import SpecificationFormat
from server.storage.orm.environment_tables import EnvironmentRow, EnvironmentVersionRow
from server.storage.stores import environment_store

router = Router(prefix="/api/environments", tags=["environments"])

EnvironmentState = Literal["queued", "solving", "building", "ready", "failed"]
EnvironmentTitle = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$")
]


class EnvironmentVersionSummary(BaseModel):
    """One version of an environment, and how far building it is."""

    version: int
    format: SpecificationFormat
    python: str
    state: EnvironmentState
    #: Why it failed.
    error: str | None
    #: What stands for all packages and their hashes.
    lock_hash: str | None
    packages: list[str]
    #: Of all its files. Environments share the files of the same package.
    bytes: int | None
    #: How long solving and installing took.
    seconds: float | None
    created_by: str
    created_at: datetime


class EnvironmentRead(BaseModel):
    """An environment with its versions, the newest first."""

    id: str
    name: str
    created_at: datetime
    versions: list[EnvironmentVersionSummary]


class EnvironmentVersionRead(EnvironmentVersionSummary):
    """A version with what was asked for, the lock that came of it, and the log of its building."""

    source: str
    lock: str | None
    log: str


class EnvironmentVersionCreate(BaseModel):
    """The packages that a version is to have: the content of a file, and the version of Python, as 3.11."""

    format: SpecificationFormat = "requirements"
    source: str = Field(max_length=MAX_SOURCE_LENGTH)
    #: Empty: the server's own.
    python: Annotated[str, StringConstraints(pattern=r"^(3\.\d{1,2})?$")] = ""


class EnvironmentCreate(EnvironmentVersionCreate):
    """A new environment with its first version."""

    name: EnvironmentTitle


class PythonVersionsRead(BaseModel):
    """The versions of Python that environments can have, the newest first, and the server's own."""

    versions: list[str]
    default: str


@router.get("", needs="viewer")
def list_environments(session: ReadSessionDep) -> list[EnvironmentRead]:
    """All environments by name."""
    rows = environment_store.list_environments(session)
    versions = environment_store.list_environment_versions(session, [row.id for row in rows])
    return [_to_environment_read(row, [one for one in versions if one.environment_id == row.id]) for row in rows]


@router.get("/pythons", needs="viewer")
def list_python_versions() -> PythonVersionsRead:
    """The versions of Python that this server has."""
    return PythonVersionsRead(versions=list(find_interpreters()), default=get_own_python())


@router.get("/{environment_id}/versions/{version}", needs="viewer")
def read_environment_version(
    environment_id: str, version: int, session: ReadSessionDep, context: ContextDep
) -> EnvironmentVersionRead:
    """A version with its specification, lock and log."""
    environment_store.get_environment(session, environment_id)
    row = environment_store.get_environment_version(session, environment_id, version)
    log = context.runner.services.environments.read_log(environment_id, version)
    return EnvironmentVersionRead.model_validate(
        {**_describe_version(row), "source": row.source, "lock": row.lock, "log": log}
    )


@router.post("", needs="editor", status_code=201)
def create_environment(new: EnvironmentCreate, context: ContextDep, caller: CallerDep) -> EnvironmentRead:
    """Create an environment and build its first version."""
    version = _prepare_version(new, caller.person.name)
    try:
        with context.database.session() as session:
            if environment_store.find_environment(session, new.name) is not None:
                raise HTTPException(409, _describe_taken_name(new.name))
            row = EnvironmentRow(name=new.name)
            session.add(row)
            session.flush()
            environment_store.add_environment_version(session, row, version)
            audit_log.record_action(session, "environment.made", row.name)
            answer = _to_environment_read(row, [version])
    except IntegrityError:
        raise HTTPException(409, _describe_taken_name(new.name)) from None
    _start_build(context, answer.id, 1)
    return answer


@router.post("/{environment_id}/versions", needs="editor", status_code=201)
def create_environment_version(
    environment_id: str, new: EnvironmentVersionCreate, context: ContextDep, caller: CallerDep
) -> EnvironmentRead:
    """Add a version to an environment and build it. Designs that name no version use it as soon as it is ready."""
    version = _prepare_version(new, caller.person.name)
    with context.database.session() as session:
        row = environment_store.get_environment(session, environment_id)
        environment_store.add_environment_version(session, row, version)
        audit_log.record_action(session, "environment.changed", row.name, version=version.version)
        answer = _read_environment(session, row)
        number = version.version
    _start_build(context, environment_id, number)
    return answer


@router.post("/{environment_id}/versions/{version}/build", needs="editor")
def build_environment_version(environment_id: str, version: int, context: ContextDep) -> EnvironmentRead:
    """Try to build a version again that has failed."""
    with context.database.session() as session:
        row = environment_store.get_environment(session, environment_id)
        found = environment_store.get_environment_version(session, environment_id, version)
        if found.state == "failed":
            found.state, found.error = "queued", None
            session.add(found)
            session.flush()
        answer = _read_environment(session, row)
    _start_build(context, environment_id, version)
    return answer


@router.delete("/{environment_id}", needs="editor", status_code=204)
def delete_environment(environment_id: str, context: ContextDep) -> None:
    """Delete an environment with all its versions. Designs that name it show a problem."""
    with context.database.session() as session:
        row = environment_store.get_environment(session, environment_id)
        audit_log.record_action(session, "environment.deleted", row.name)
        environment_store.delete_environment(session, row)
    context.runner.services.environments.remove_unused()


def _prepare_version(new: EnvironmentVersionCreate, person: str) -> EnvironmentVersionRow:
    """The row of a new version; refused with a sentence where its file asks for what cannot be had."""
    python = new.python or get_own_python()
    pythons = find_interpreters()
    if python not in pythons:
        raise HTTPException(422, f"This server has no Python {python}. It has {', '.join(pythons)}.")
    try:
        check_python_version(parse_specification(new.format, new.source).python, python)
    except InvalidSpecification as error:
        raise HTTPException(422, str(error)) from None
    return EnvironmentVersionRow(
        environment_id="", version=0, format=new.format, source=new.source, python=python, created_by=person
    )


def _start_build(context: AppContext, environment_id: str, version: int) -> None:
    context.call_in_loop(context.runner.services.environments.start, environment_id, version)


def _read_environment(session: Session, row: EnvironmentRow) -> EnvironmentRead:
    return _to_environment_read(row, environment_store.list_environment_versions(session, [row.id]))


def _to_environment_read(row: EnvironmentRow, versions: Sequence[EnvironmentVersionRow]) -> EnvironmentRead:
    summaries = [EnvironmentVersionSummary.model_validate(_describe_version(version)) for version in versions]
    return EnvironmentRead(id=row.id, name=row.name, created_at=row.created_at, versions=summaries)


def _describe_version(row: EnvironmentVersionRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in EnvironmentVersionSummary.model_fields}


def _describe_taken_name(name: str) -> str:
    return f"An environment called '{name}' already exists. Choose another name, or add a version to it."

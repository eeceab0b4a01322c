"""Connections in the database: what their kinds consist of, and their sealed fields."""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, TypeAdapter
from sqlmodel import Session, col, select

from server.storage.designs import NotThere
from server.storage.sealing import Seal
from server.storage.tables import ConnectionRow, now

Tls = Literal["disable", "prefer", "require", "verify-full"]
Host = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,252})$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Endpoint = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(https?://[A-Za-z0-9.\-\[\]:_]+/?)?$")]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Postgresql(_Fields):
    """A PostgreSQL database."""

    kind: Literal["postgresql"]
    host: Host
    port: int = Field(default=5432, ge=1, le=65535)
    database: Text
    user: Text
    password: SecretStr = SecretStr("")
    tls: Tls = "prefer"


class Mysql(_Fields):
    """A MySQL or MariaDB database."""

    kind: Literal["mysql"]
    host: Host
    port: int = Field(default=3306, ge=1, le=65535)
    database: Text
    user: Text
    password: SecretStr = SecretStr("")
    tls: Tls = "prefer"


class S3(_Fields):
    """A bucket of Amazon S3 or of a storage that speaks its language; without keys, what everybody may read."""

    kind: Literal["s3"]
    endpoint: Endpoint = ""
    region: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9-]{0,40}$")] = ""
    bucket: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$")]
    access_key: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    secret_key: SecretStr = SecretStr("")


Fields = Annotated[Postgresql | Mysql | S3, Field(discriminator="kind")]
fields_of_json: TypeAdapter[Postgresql | Mysql | S3] = TypeAdapter(Fields)

#: The field of each kind that is a secret, and those that say whom it is told to.
SECRET = {"postgresql": "password", "mysql": "password", "s3": "secret_key"}
TOLD_TO = ("kind", "host", "port", "user", "endpoint", "access_key", "tls")


def all_of(session: Session) -> list[ConnectionRow]:
    return list(session.exec(select(ConnectionRow).order_by(col(ConnectionRow.name))))


def get(session: Session, connection_id: str) -> ConnectionRow:
    row = session.get(ConnectionRow, connection_id)
    if row is None:
        raise NotThere("This connection is not there. It may have been deleted.")
    return row


def named(session: Session, name: str | None) -> ConnectionRow | None:
    return session.exec(select(ConnectionRow).where(ConnectionRow.name == name)).first() if name else None


def kinds(session: Session) -> dict[str, str]:
    """{name: kind} of the connections that there are."""
    return {row.name: row.kind for row in all_of(session)}


def create(session: Session, seal: Seal, name: str, fields: Postgresql | Mysql | S3) -> ConnectionRow:
    row = ConnectionRow(name=name, kind=fields.kind, sealed=_sealed(seal, fields))
    session.add(row)
    session.flush()
    return row


def replace(session: Session, seal: Seal, row: ConnectionRow, name: str, fields: Postgresql | Mysql | S3) -> None:
    """Put other fields in the place of those that are there. Raises nothing of what was there before."""
    row.name, row.kind, row.sealed = name, fields.kind, _sealed(seal, fields)
    row.revision, row.updated_at = row.revision + 1, now()
    session.add(row)
    session.flush()


def opened(seal: Seal, row: ConnectionRow) -> Postgresql | Mysql | S3:
    """The fields with their secret; raises Unsealable."""
    return fields_of_json.validate_json(seal.opened(row.sealed))


def in_clear(fields: Postgresql | Mysql | S3) -> dict[str, str | int]:
    """All fields as text and numbers, the secret among them: for the courier only."""
    shown = fields.model_dump(mode="python")
    return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in shown.items()}


def without_secret(fields: Postgresql | Mysql | S3) -> dict[str, str | int]:
    """The fields that may be shown."""
    return {name: value for name, value in in_clear(fields).items() if name != SECRET[fields.kind]}


def told_to_others(before: Postgresql | Mysql | S3, after: Postgresql | Mysql | S3) -> bool:
    """Whether the secret of the one would go somewhere else by the other."""
    first, second = in_clear(before), in_clear(after)
    return any(first.get(name) != second.get(name) for name in TOLD_TO)


def _sealed(seal: Seal, fields: Postgresql | Mysql | S3) -> str:
    return seal.sealed(json.dumps(in_clear(fields)))

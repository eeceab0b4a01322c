"""Connections in the database: what their kinds consist of, and their encrypted fields."""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, TypeAdapter
from sqlmodel import Session, col, select

from server.storage.encryption import Cipher
from server.storage.orm.core_tables import ConnectionRow, now
from server.storage.stores.design_store import NotFound

TlsMode = Literal["disable", "prefer", "require", "verify-full"]
HostName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,252})$")]
ConnectionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
S3EndpointUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^(https?://[A-Za-z0-9.\-\[\]:_]+/?)?$")
]


class _StrictFields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PostgresqlFields(_StrictFields):
    """A PostgreSQL database."""

    kind: Literal["postgresql"]
    host: HostName
    port: int = Field(default=5432, ge=1, le=65535)
    database: ConnectionText
    user: ConnectionText
    password: SecretStr = SecretStr("")
    tls: TlsMode = "prefer"


class MysqlFields(_StrictFields):
    """A MySQL or MariaDB database."""

    kind: Literal["mysql"]
    host: HostName
    port: int = Field(default=3306, ge=1, le=65535)
    database: ConnectionText
    user: ConnectionText
    password: SecretStr = SecretStr("")
    tls: TlsMode = "prefer"


class S3Fields(_StrictFields):
    """A bucket of Amazon S3 or of a storage that speaks its language; without keys, what everybody may read."""

    kind: Literal["s3"]
    endpoint: S3EndpointUrl = ""
    region: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9-]{0,40}$")] = ""
    bucket: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$")]
    access_key: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    secret_key: SecretStr = SecretStr("")


class RestFields(_StrictFields):
    """A REST interface: the header with its key goes to this address and to no other."""

    kind: Literal["rest"]
    base_url: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^https?://[^\s/@?#]+(/[^\s?#]*)?$")
    ]
    header: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9-]{1,100}$")] = "Authorization"
    secret: SecretStr = SecretStr("")


AnyFields = PostgresqlFields | MysqlFields | S3Fields | RestFields
ConnectionFields = Annotated[AnyFields, Field(discriminator="kind")]
connection_fields_adapter: TypeAdapter[AnyFields] = TypeAdapter(ConnectionFields)

#: The field of each kind that is a secret, and those that say whom it is sent to.
SECRET_FIELD = {"postgresql": "password", "mysql": "password", "s3": "secret_key", "rest": "secret"}
DESTINATION_FIELDS = ("kind", "host", "port", "user", "endpoint", "access_key", "tls", "base_url")


def list_connections(session: Session) -> list[ConnectionRow]:
    return list(session.exec(select(ConnectionRow).order_by(col(ConnectionRow.name))))


def get_connection(session: Session, connection_id: str) -> ConnectionRow:
    row = session.get(ConnectionRow, connection_id)
    if row is None:
        raise NotFound("This connection does not exist. It may have been deleted.")
    return row


def find_connection(session: Session, name: str | None) -> ConnectionRow | None:
    return session.exec(select(ConnectionRow).where(ConnectionRow.name == name)).first() if name else None


def get_connection_kinds(session: Session) -> dict[str, str]:
    """{name: kind} of the connections that there are."""
    return {row.name: row.kind for row in list_connections(session)}


def create_connection(session: Session, cipher: Cipher, name: str, fields: AnyFields) -> ConnectionRow:
    row = ConnectionRow(name=name, kind=fields.kind, ciphertext=_encrypt_fields(cipher, fields))
    session.add(row)
    session.flush()
    return row


def replace_connection(session: Session, cipher: Cipher, row: ConnectionRow, name: str, fields: AnyFields) -> None:
    """Put other fields in the place of those that are there. Raises nothing of what was there before."""
    row.name, row.kind, row.ciphertext = name, fields.kind, _encrypt_fields(cipher, fields)
    row.revision, row.updated_at = row.revision + 1, now()
    session.add(row)
    session.flush()


def decrypt_connection(cipher: Cipher, row: ConnectionRow) -> AnyFields:
    """The fields with their secret; raises DecryptionError."""
    return connection_fields_adapter.validate_json(cipher.decrypt(row.ciphertext))


def reveal_fields(fields: AnyFields) -> dict[str, str | int]:
    """All fields as text and numbers, the secret among them: for connectors only."""
    values = fields.model_dump(mode="python")
    return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in values.items()}


def omit_secret(fields: AnyFields) -> dict[str, str | int]:
    """The fields that may be shown."""
    return {name: value for name, value in reveal_fields(fields).items() if name != SECRET_FIELD[fields.kind]}


def has_other_destination(before: AnyFields, after: AnyFields) -> bool:
    """Whether the secret of the one would go somewhere else by the other."""
    first, second = reveal_fields(before), reveal_fields(after)
    return any(first.get(name) != second.get(name) for name in DESTINATION_FIELDS)


def _encrypt_fields(cipher: Cipher, fields: AnyFields) -> str:
    return cipher.encrypt(json.dumps(reveal_fields(fields)))

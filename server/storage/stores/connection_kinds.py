"""The kinds of connections: what each consists of, which of its fields is secret, and what it leads to."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, TypeAdapter

from modules.kit.parameter_widgets import DATABASE_KINDS, STORAGE_KINDS

TlsMode = Literal["disable", "prefer", "require", "verify-full"]
HostName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,252})$")]
ConnectionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
OptionalName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9_$.-]{0,200}$")]
EndpointUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^(https?://[A-Za-z0-9.\-\[\]:_]+(/[A-Za-z0-9_-]+)?/?)?$")
]
Port = Annotated[int, Field(ge=1, le=65535)]
NO_SECRET = SecretStr("")


class _StrictFields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PostgresqlFields(_StrictFields):
    """A PostgreSQL database."""

    kind: Literal["postgresql"]
    host: HostName
    port: Port = 5432
    database: ConnectionText
    user: ConnectionText
    password: SecretStr = NO_SECRET
    tls: TlsMode = "prefer"


class MysqlFields(_StrictFields):
    """A MySQL or MariaDB database."""

    kind: Literal["mysql"]
    host: HostName
    port: Port = 3306
    database: ConnectionText
    user: ConnectionText
    password: SecretStr = NO_SECRET
    tls: TlsMode = "prefer"


class SqlServerFields(_StrictFields):
    """A database of Microsoft SQL Server or Azure SQL."""

    kind: Literal["sqlserver"]
    host: HostName
    port: Port = 1433
    database: ConnectionText
    user: ConnectionText
    password: SecretStr = NO_SECRET
    tls: Literal["disable", "prefer", "require"] = "require"


class OracleFields(_StrictFields):
    """An Oracle database; `database` is the name of its service."""

    kind: Literal["oracle"]
    host: HostName
    port: Port = 1521
    database: ConnectionText
    user: ConnectionText
    password: SecretStr = NO_SECRET
    tls: Literal["disable", "verify-full"] = "disable"


class OdbcFields(_StrictFields):
    """A data source that the administrator has set up in the server's odbc.ini. No driver or path is said here."""

    kind: Literal["odbc"]
    data_source: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}$")
    ]
    user: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    password: SecretStr = NO_SECRET


class SnowflakeFields(_StrictFields):
    """A database of Snowflake."""

    kind: Literal["snowflake"]
    account: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(\.[a-z0-9-]+)*$")
    ]
    warehouse: OptionalName = ""
    database: ConnectionText
    db_schema: OptionalName = ""
    user: ConnectionText
    password: SecretStr = NO_SECRET


class BigQueryFields(_StrictFields):
    """A project of Google BigQuery, with the key file of a service account."""

    kind: Literal["bigquery"]
    project: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9.:-]{4,100}$")]
    dataset: OptionalName = ""
    key_file: SecretStr = NO_SECRET


class S3Fields(_StrictFields):
    """A bucket of Amazon S3 or of a storage that speaks its language; without keys, what everybody may read."""

    kind: Literal["s3"]
    endpoint: EndpointUrl = ""
    region: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9-]{0,40}$")] = ""
    bucket: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$")]
    access_key: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    secret_key: SecretStr = NO_SECRET


class AzureFields(_StrictFields):
    """A container of Azure Blob Storage or Data Lake Storage; without a key, what everybody may read."""

    kind: Literal["azure"]
    account: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9]{3,24}$")]
    container: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9$][a-z0-9-]{1,62}$")]
    endpoint: EndpointUrl = ""
    account_key: SecretStr = NO_SECRET


class GcsFields(_StrictFields):
    """A bucket of Google Cloud Storage, with the key file of a service account; without, what everybody may read."""

    kind: Literal["gcs"]
    bucket: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9][a-z0-9._-]{1,220}$")]
    endpoint: EndpointUrl = ""
    key_file: SecretStr = NO_SECRET


class SftpFields(_StrictFields):
    """A folder of an SFTP server. Without its key, which proves that it is the right one, nothing is sent to it."""

    kind: Literal["sftp"]
    host: HostName
    port: Port = 22
    folder: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    user: ConnectionText
    login: SecretStr = NO_SECRET
    host_key: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(SHA256:[A-Za-z0-9+/]{43}=?)?$")] = ""


class RestFields(_StrictFields):
    """A REST interface: the header with its key goes to this address and to no other."""

    kind: Literal["rest"]
    base_url: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^https?://[^\s/@?#]+(/[^\s?#]*)?$")
    ]
    header: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9-]{1,100}$")] = "Authorization"
    secret: SecretStr = NO_SECRET


AnyFields = (
    PostgresqlFields
    | MysqlFields
    | SqlServerFields
    | OracleFields
    | OdbcFields
    | SnowflakeFields
    | BigQueryFields
    | S3Fields
    | AzureFields
    | GcsFields
    | SftpFields
    | RestFields
)
ConnectionFields = Annotated[AnyFields, Field(discriminator="kind")]
connection_fields_adapter: TypeAdapter[AnyFields] = TypeAdapter(ConnectionFields)


#: Which connector takes which kinds.
CONNECTOR_KINDS: dict[Literal["database", "storage", "rest"], tuple[str, ...]] = {
    "database": DATABASE_KINDS,
    "storage": STORAGE_KINDS,
    "rest": ("rest",),
}
#: The field of each kind that is a secret, and those that say whom it is sent to.
SECRET_FIELD = {
    kind: next(name for name, field in fields.model_fields.items() if field.annotation is SecretStr)
    for fields in get_args(AnyFields)
    for kind in get_args(fields.model_fields["kind"].annotation)
}
DESTINATION_FIELDS = (
    *("kind", "host", "port", "user", "endpoint", "access_key", "tls", "base_url"),
    *("data_source", "account", "host_key"),
)


def get_connector_kind(fields: AnyFields) -> Literal["database", "storage", "rest"]:
    """Which connector opens such a connection."""
    return next(kind for kind, kinds in CONNECTOR_KINDS.items() if fields.kind in kinds)

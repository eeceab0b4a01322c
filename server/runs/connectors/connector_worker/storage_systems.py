"""Opens the storage behind a connection as a file system of fsspec: S3, Azure, Google Cloud Storage, SFTP.

Whatever library does it, the addresses that it may reach are those of the egress guard, and all that it is told
comes from fields that were checked when the connection was saved: none of them is an option of a driver.
"""

import base64
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest
from server.runs.connectors.connector_worker.egress_guard import EgressGuard
from server.runs.connectors.connector_worker.url_connector import DEFAULT_PORTS

CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS = 15, 60
#: Where Google gives a token for the key of a service account, whatever the key file says.
GOOGLE_TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"

Fields = Mapping[str, Any]


def open_storage(request: ConnectorRequest) -> tuple[Any, str]:
    """The storage, and the full path of the object. Raises ConnectorError where a path leads out of the bucket."""
    assert request.connection is not None
    kind = str(request.connection["kind"])
    path = str(request.details.get("path", ""))
    if ".." in PurePosixPath(path).parts:
        raise ConnectorError(29, "The path must not contain '..'.", "path")
    guard = EgressGuard(request.allowed_hosts, allow_private=kind == "sftp", parameter="storage")
    files, root = OPENERS[kind](request.connection, guard)
    return files, "/".join(part for part in (root.rstrip("/"), path.lstrip("/")) if part).rstrip("/") or "/"


def _guard_endpoint(endpoint: str, guard: EgressGuard) -> None:
    """Look at an address that somebody chose, and from now on at each that is connected to."""
    if endpoint:
        parts = urlsplit(endpoint)
        guard.resolve_host(parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 443))
    guard.install_audit_hook()


def _open_s3(fields: Fields, guard: EgressGuard) -> tuple[Any, str]:
    import s3fs

    endpoint = str(fields["endpoint"] or "")
    _guard_endpoint(endpoint, guard)
    files = s3fs.S3FileSystem(
        key=str(fields["access_key"]) or None,
        secret=str(fields["secret_key"]) or None,
        anon=not fields["access_key"],
        endpoint_url=endpoint or None,
        client_kwargs={"region_name": str(fields["region"] or "us-east-1")},
        config_kwargs={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "read_timeout": READ_TIMEOUT_SECONDS,
            "retries": {"max_attempts": 2},
            "s3": {"addressing_style": "path"} if endpoint else {},
        },
        skip_instance_cache=True,
        use_listings_cache=False,
    )
    return files, str(fields["bucket"])


def _open_azure(fields: Fields, guard: EgressGuard) -> tuple[Any, str]:
    """Blobs, and Data Lake Storage through its blobs. The secret is an account key, or a SAS token by its look."""
    import adlfs

    endpoint, secret = str(fields["endpoint"] or "").rstrip("/"), str(fields["account_key"]).strip()
    account = str(fields["account"])
    _guard_endpoint(endpoint, guard)
    is_token = "sig=" in secret
    given: dict[str, Any] = {"anon": not secret}
    if is_token:
        given["sas_token"] = secret.removeprefix("?")
    elif secret:
        _require_base64(secret)
        given["account_key"] = secret
    if endpoint and not secret:
        raise ConnectorError(157, "An endpoint of your own needs an account key or a SAS token.", "storage")
    if endpoint:
        key = f"SharedAccessSignature={given['sas_token']}" if is_token else f"AccountKey={secret}"
        given["connection_string"] = f"AccountName={account};{key};BlobEndpoint={endpoint};"
    files = adlfs.AzureBlobFileSystem(
        account_name=account,
        connection_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=READ_TIMEOUT_SECONDS,
        skip_instance_cache=True,
        use_listings_cache=False,
        **given,
    )
    return files, str(fields["container"])


def _require_base64(text: str) -> None:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        message = "The secret is neither an account key nor a SAS token. Copy one of them from the storage account."
        raise ConnectorError(157, message, "storage") from None


def _open_gcs(fields: Fields, guard: EgressGuard) -> tuple[Any, str]:
    from gcsfs.core import GCSFileSystem

    endpoint, key_file = str(fields["endpoint"] or ""), str(fields["key_file"]).strip()
    _guard_endpoint(endpoint, guard)
    files = GCSFileSystem(
        token=read_service_account(key_file) if key_file else "anon",
        access="full_control" if key_file or endpoint else "read_only",
        endpoint_url=endpoint or None,
        check_connection=False,
        timeout=READ_TIMEOUT_SECONDS,
        skip_instance_cache=True,
        use_listings_cache=False,
    )
    return files, str(fields["bucket"])


def read_service_account(text: str) -> dict[str, str]:
    """The key of a service account, and of its file only what a token takes: nothing in it names an address or a
    program. Raises ConnectorError."""
    try:
        found = json.loads(text)
        names = ("client_email", "private_key", "private_key_id", "project_id")
        chosen = {name: str(found[name]) for name in names if name in found}
        if found["type"] == "service_account" and {"client_email", "private_key"} <= chosen.keys():
            return {**chosen, "type": "service_account", "token_uri": GOOGLE_TOKEN_ADDRESS}
    except (ValueError, KeyError, TypeError):
        pass
    message = "The key file is not the JSON key of a service account. Create one for a service account at Google Cloud."
    raise ConnectorError(157, message, "storage")


def _open_sftp(fields: Fields, guard: EgressGuard) -> tuple[Any, str]:
    """A folder of an SFTP server. The server proves by its key who it is before it gets the password."""
    import paramiko
    from fsspec.implementations.sftp import SFTPFileSystem

    host, port, expected = str(fields["host"]), int(fields["port"]), str(fields["host_key"]).rstrip("=")
    address = guard.resolve_host(host, port)
    guard.install_audit_hook()

    class KnownKeyPolicy(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
        """Takes the one key that the connection names."""

        def missing_host_key(self, client: object, hostname: str, key: Any) -> None:
            found = "SHA256:" + base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")
            if found != expected:
                raise ConnectorError(157, _explain_host_key(host, found, bool(expected)), "storage")

    login = str(fields["login"])
    secret = {"pkey": _read_private_key(login)} if login.lstrip().startswith("-----BEGIN") else {"password": login}
    try:
        files = SFTPFileSystem(
            address,
            port=port,
            username=str(fields["user"]),
            host_key_policy=KnownKeyPolicy(),
            allow_agent=False,
            look_for_keys=False,
            timeout=CONNECT_TIMEOUT_SECONDS,
            banner_timeout=CONNECT_TIMEOUT_SECONDS,
            auth_timeout=CONNECT_TIMEOUT_SECONDS,
            skip_instance_cache=True,
            **secret,
        )
    except paramiko.AuthenticationException:
        raise ConnectorError(64, "The SFTP server rejected the user, the password or the key.", "storage") from None
    except ConnectorError:
        raise
    except (paramiko.SSHException, EOFError, OSError) as error:
        words = " ".join(str(error).split())[:300]
        raise ConnectorError(157, f"The SFTP server can't be reached: {words}.", "storage") from None
    return files, str(fields["folder"])


def _explain_host_key(host: str, found: str, has_expected: bool) -> str:
    if has_expected:
        start = f"{host} has another key than the connection expects: {found}. It may be a different server."
        return f"{start} Ask its administrator before you change the connection."
    start = f"The key of {host} has the fingerprint {found}. Ask its administrator whether it is right,"
    return f"{start} then enter it under Host key."


def _read_private_key(text: str) -> Any:
    import paramiko

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text.strip() + "\n"))
        except paramiko.PasswordRequiredException:
            message = "The private key is protected with a passphrase. Enter a key without one."
            raise ConnectorError(157, message, "storage") from None
        except (paramiko.SSHException, ValueError):
            continue
    raise ConnectorError(157, "The private key can't be read. Enter one of OpenSSH: Ed25519, ECDSA or RSA.", "storage")


OPENERS: Mapping[str, Callable[[Fields, EgressGuard], tuple[Any, str]]] = {
    "s3": _open_s3,
    "azure": _open_azure,
    "gcs": _open_gcs,
    "sftp": _open_sftp,
}

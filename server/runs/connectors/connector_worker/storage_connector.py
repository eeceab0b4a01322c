"""Objects of S3-compatible storage, through s3fs."""

import hashlib
import zipfile
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError

from modules.kit.errors import to_sentence
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest, ConnectorResult
from server.runs.connectors.connector_worker.egress_guard import EgressGuard
from server.runs.connectors.connector_worker.url_connector import (
    DEFAULT_PORTS,
    clean_file_name,
    copy_blocks,
    copy_limited,
)

#: s3fs makes errors of the system of what the storage answers; what does not answer is botocore's.
STORAGE_ERRORS = (OSError, BotoCoreError)
CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS = 15, 60


def fetch_storage(request: ConnectorRequest) -> ConnectorResult:
    """Fetch one object into the folder, or all below a path that ends with a slash."""
    files, path = _open_storage(request)
    if str(request.details["path"]).endswith("/"):
        return _fetch_folder(files, path, request)
    name = clean_file_name(PurePosixPath(path).name)
    try:
        with files.open(path, "rb") as source:
            size = copy_limited(source, request.folder / name, request.max_bytes)
    except FileNotFoundError:
        raise ConnectorError(65, f"The bucket has no object '{request.details['path']}'.", "path") from None
    except STORAGE_ERRORS as error:
        raise _to_connector_error(error, 30) from None
    return ConnectorResult(name, "file", f"Fetched {size:,} bytes.")


def _fetch_folder(files: Any, path: str, request: ConnectorRequest) -> ConnectorResult:
    """All objects below a path as one zip, which has the same bytes for the same objects."""
    target, size = request.folder / "files.zip", 0
    try:
        found = sorted(name for name in files.find(path) if not name.endswith("/"))
        if not found:
            raise ConnectorError(65, f"The bucket has no objects below '{request.details['path']}'.", "path")
        with zipfile.ZipFile(target, "w") as archive:
            for name in found:
                member = zipfile.ZipInfo(str(PurePosixPath(name).relative_to(path)))
                with files.open(name, "rb") as source, archive.open(member, "w", force_zip64=True) as sink:
                    size += copy_blocks(source, sink, request.max_bytes - size)
    except FileNotFoundError:
        raise ConnectorError(65, f"The bucket has no objects below '{request.details['path']}'.", "path") from None
    except STORAGE_ERRORS as error:
        raise _to_connector_error(error, 30) from None
    return ConnectorResult(target.name, "file", f"Fetched {len(found):,} objects with {size:,} bytes.")


def deliver_storage(request: ConnectorRequest) -> ConnectorResult:
    """Write a file to an object."""
    assert request.file is not None
    files, path = _open_storage(request)
    try:
        if request.details["if_it_exists"] == "fail" and files.exists(path):
            raise ConnectorError(
                57,
                f"The object '{request.details['path']}' already exists. Replace it, or choose another path.",
                "path",
            )
        files.put_file(str(request.file), path)
    except STORAGE_ERRORS as error:
        raise _to_connector_error(error, 66) from None
    return ConnectorResult(remark=f"Wrote {request.file.stat().st_size:,} bytes to {request.details['path']}.")


def poll_storage(request: ConnectorRequest) -> ConnectorResult:
    """What tells an object from an earlier one, or all objects below a path that ends with a slash."""
    files, path = _open_storage(request)
    try:
        if str(request.details["path"]).endswith("/"):
            found = files.find(path, detail=True)
        else:
            found = {path: files.info(path)}
    except FileNotFoundError:
        raise ConnectorError(65, f"The bucket has no object '{request.details['path']}'.", "path") from None
    except STORAGE_ERRORS as error:
        raise _to_connector_error(error, 30) from None
    listed = "\n".join(
        f"{name} {entry.get('ETag', '')} {entry.get('size', '')}" for name, entry in sorted(found.items())
    )
    digest = hashlib.sha256(listed.encode()).hexdigest()
    return ConnectorResult(remark=f"{len(found):,} objects.", fingerprint=f"objects {digest}")


def test_storage(request: ConnectorRequest) -> ConnectorResult:
    """List the bucket."""
    files, bucket = _open_storage(request)
    try:
        found = files.ls(bucket, detail=False)
    except FileNotFoundError:
        raise ConnectorError(157, "No bucket has this name.") from None
    except STORAGE_ERRORS as error:
        raise _to_connector_error(error, 157) from None
    return ConnectorResult(remark=f"The bucket answers. It has {len(found):,} entries at its top.")


def _open_storage(request: ConnectorRequest) -> tuple[Any, str]:
    """The storage, and the full path of the object."""
    import s3fs

    assert request.connection is not None
    fields = request.connection
    guard = EgressGuard(request.allowed_hosts, parameter="storage")
    endpoint = str(fields["endpoint"] or "")
    if endpoint:
        parts = urlsplit(endpoint)
        guard.resolve_host(parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 443))
    guard.install_audit_hook()
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
    return files, f"{fields['bucket']}/{request.details.get('path', '')}".rstrip("/")


def _to_connector_error(error: Exception, number: int) -> ConnectorError:
    if isinstance(error, PermissionError):
        return ConnectorError(
            64, "The storage rejected these keys. Check the connection and its permissions.", "storage"
        )
    words = " ".join(str(error).split())[:300]
    return ConnectorError(number, to_sentence(f"The storage can't be used: {words}"), "storage")

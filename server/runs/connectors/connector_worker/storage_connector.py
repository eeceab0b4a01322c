"""Files and objects of storage, whatever its kind is."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from server.runs.connectors.connector_worker.connector_protocol import (
    ConnectorError,
    ConnectorRequest,
    ConnectorResult,
    find_connector_error,
)
from server.runs.connectors.connector_worker.storage_systems import open_storage
from server.runs.connectors.connector_worker.url_connector import clean_file_name, copy_blocks, copy_limited

REFUSED_STATUSES = (401, 403)
#: What of an entry changes when its content does, in the words of the different storages.
CHANGE_MARKS = ("ETag", "etag", "size", "mtime")


def fetch_storage(request: ConnectorRequest) -> ConnectorResult:
    """Fetch one object into the folder, or all below a path that ends with a slash."""
    files, path = open_storage(request)
    if str(request.details["path"]).endswith("/"):
        return _fetch_folder(files, path, request)
    name = clean_file_name(PurePosixPath(path).name)
    with _storage_errors(request, 30), files.open(path, "rb") as source:
        size = copy_limited(source, request.folder / name, request.max_bytes)
    return ConnectorResult(name, "file", f"Fetched {size:,} bytes.")


def _fetch_folder(files: Any, path: str, request: ConnectorRequest) -> ConnectorResult:
    """All objects below a path as one zip, which has the same bytes for the same objects."""
    target, size = request.folder / "files.zip", 0
    with _storage_errors(request, 30):
        found = sorted(name for name in files.find(path) if not name.endswith("/"))
        if not found:
            raise FileNotFoundError(path)
        with zipfile.ZipFile(target, "w") as archive:
            for name in found:
                member = zipfile.ZipInfo(str(PurePosixPath(name).relative_to(path)))
                with files.open(name, "rb") as source, archive.open(member, "w", force_zip64=True) as sink:
                    size += copy_blocks(source, sink, request.max_bytes - size)
    return ConnectorResult(target.name, "file", f"Fetched {len(found):,} objects with {size:,} bytes.")


def deliver_storage(request: ConnectorRequest) -> ConnectorResult:
    """Write a file to an object."""
    assert request.file is not None
    files, path = open_storage(request)
    with _storage_errors(request, 66):
        if request.details["if_it_exists"] == "fail" and files.exists(path):
            raise ConnectorError(
                57,
                f"The object '{request.details['path']}' already exists. Replace it, or choose another path.",
                "path",
            )
        files.put_file(str(request.file), path)
    return ConnectorResult(remark=f"Wrote {request.file.stat().st_size:,} bytes to {request.details['path']}.")


def poll_storage(request: ConnectorRequest) -> ConnectorResult:
    """What tells an object from an earlier one, or all objects below a path that ends with a slash."""
    files, path = open_storage(request)
    with _storage_errors(request, 30):
        if str(request.details["path"]).endswith("/"):
            found = files.find(path, detail=True)
        else:
            found = {path: files.info(path)}
    listed = "\n".join(
        " ".join([name, *(str(entry.get(mark, "")) for mark in CHANGE_MARKS)]) for name, entry in sorted(found.items())
    )
    digest = hashlib.sha256(listed.encode()).hexdigest()
    return ConnectorResult(remark=f"{len(found):,} objects.", fingerprint=f"objects {digest}")


def test_storage(request: ConnectorRequest) -> ConnectorResult:
    """List what is at the top."""
    assert request.connection is not None
    files, root = open_storage(request)
    with _storage_errors(request, 157):
        found = files.ls(root, detail=False)
    where = "folder" if request.connection["kind"] == "sftp" else "bucket"
    return ConnectorResult(remark=f"The {where} answers. It has {len(found):,} entries at its top.")


@contextmanager
def _storage_errors(request: ConnectorRequest, number: int) -> Iterator[None]:
    """What the storage's own library raises becomes a sentence; `number` is for what has no better one."""
    assert request.connection is not None
    where = "folder" if request.connection["kind"] == "sftp" else "bucket"
    try:
        yield
    except FileNotFoundError:
        path = str(request.details.get("path", ""))
        if not path:
            raise ConnectorError(157, f"No {where} has this name.") from None
        what = "objects below" if path.endswith("/") else "object"
        raise ConnectorError(65, f"The {where} has no {what} '{path}'.", "path") from None
    except MemoryError:
        raise
    except Exception as error:
        nested = find_connector_error(error)
        if nested is not None:
            raise nested from None
        status = getattr(error, "status_code", None) or getattr(error, "code", None)
        if isinstance(error, PermissionError) or status in REFUSED_STATUSES:
            raise ConnectorError(
                64, "The storage rejected these keys. Check the connection and its permissions.", "storage"
            ) from None
        words = " ".join(str(error).split())[:300] or type(error).__name__
        raise ConnectorError(number, f"The storage can't be used: {words.rstrip('.')}.", "storage") from None

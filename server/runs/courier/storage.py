"""Objects of S3-compatible storage, through s3fs."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError

from modules.kit.errors import as_sentence
from server.runs.courier.guard import Guard
from server.runs.courier.orders import Done, Order, Refused
from server.runs.courier.web import PORTS, copied, plain_name

#: s3fs makes errors of the system of what the storage answers; what does not answer is botocore's.
FAILURES = (OSError, BotoCoreError)
SECONDS_TO_CONNECT, SECONDS_OF_SILENCE = 15, 60


def fetch(order: Order) -> Done:
    """Fetch one object into the folder."""
    files, path = _opened(order)
    name = plain_name(PurePosixPath(path).name)
    try:
        with files.open(path, "rb") as source:
            size = copied(source, order.folder / name, order.most_bytes)
    except FileNotFoundError:
        raise Refused(65, f"There is no object '{order.details['path']}' in the bucket.", "path") from None
    except FAILURES as error:
        raise _told(error, 30) from None
    return Done(name, "file", f"Fetched {size:,} bytes.")


def deliver(order: Order) -> Done:
    """Write a file to an object."""
    assert order.file is not None
    files, path = _opened(order)
    try:
        if order.details["if_it_exists"] == "fail" and files.exists(path):
            raise Refused(
                57,
                f"The object '{order.details['path']}' is there already. Replace it, or choose another path.",
                "path",
            )
        files.put_file(str(order.file), path)
    except FAILURES as error:
        raise _told(error, 66) from None
    return Done(remark=f"Wrote {order.file.stat().st_size:,} bytes to {order.details['path']}.")


def test(order: Order) -> Done:
    """List the bucket."""
    files, bucket = _opened(order)
    try:
        found = files.ls(bucket, detail=False)
    except FileNotFoundError:
        raise Refused(157, "There is no bucket of this name.") from None
    except FAILURES as error:
        raise _told(error, 157) from None
    return Done(remark=f"The bucket answers. It has {len(found):,} entries at its top.")


def _opened(order: Order) -> tuple[Any, str]:
    """The storage, and the full path of the object."""
    import s3fs

    assert order.connection is not None
    fields = order.connection
    guard = Guard(order.allowed_hosts, parameter="storage")
    endpoint = str(fields["endpoint"] or "")
    if endpoint:
        parts = urlsplit(endpoint)
        guard.resolved(parts.hostname or "", parts.port or PORTS.get(parts.scheme, 443))
    guard.watch()
    files = s3fs.S3FileSystem(
        key=str(fields["access_key"]) or None,
        secret=str(fields["secret_key"]) or None,
        anon=not fields["access_key"],
        endpoint_url=endpoint or None,
        client_kwargs={"region_name": str(fields["region"] or "us-east-1")},
        config_kwargs={
            "connect_timeout": SECONDS_TO_CONNECT,
            "read_timeout": SECONDS_OF_SILENCE,
            "retries": {"max_attempts": 2},
            "s3": {"addressing_style": "path"} if endpoint else {},
        },
        skip_instance_cache=True,
        use_listings_cache=False,
    )
    return files, f"{fields['bucket']}/{order.details.get('path', '')}".rstrip("/")


def _told(error: Exception, number: int) -> Refused:
    if isinstance(error, PermissionError):
        return Refused(64, "The storage refuses these keys for this. Look at the connection and its rights.", "storage")
    words = " ".join(str(error).split())[:300]
    return Refused(number, as_sentence(f"The storage cannot be used: {words}"), "storage")

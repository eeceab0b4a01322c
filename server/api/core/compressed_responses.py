"""Answers that are the same for everyone, kept ready and compressed; a browser that has one is told so.

Nothing else is compressed: the length of a compressed answer tells about what is in it, and where a secret and somebody
else's text are compressed together, that text can be used to guess the secret.
"""

import gzip
import hashlib
from dataclasses import dataclass

from fastapi import Request, Response


@dataclass(frozen=True)
class CompressedJson:
    """A JSON text, as it is and compressed, with the name of its content."""

    body: bytes
    compressed: bytes
    etag: str

    def to_response(self, request: Request) -> Response:
        """The text in a way that the browser takes; nothing where it has it already."""
        accepts_gzip = "gzip" in parse_accepted_encodings(request.headers.get("accept-encoding", ""))
        # Each way of writing the text is a content of its own.
        tag = f'"{self.etag}{"-gzip" if accepts_gzip else ""}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
        if tag in _parse_etags(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        if accepts_gzip:
            headers["Content-Encoding"] = "gzip"
        return Response(self.compressed if accepts_gzip else self.body, media_type="application/json", headers=headers)


def compress_json(body: bytes) -> CompressedJson:
    """The text, made ready."""
    return CompressedJson(body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:32])


def parse_accepted_encodings(header: str) -> frozenset[str]:
    """What an Accept-Encoding header takes: `gzip, br;q=0.5, zstd;q=0` takes gzip and br."""
    offers = (offer.partition(";") for offer in header.lower().split(","))
    return frozenset(name.strip() for name, _, quality in offers if not _is_refused(quality))


def _is_refused(quality: str) -> bool:
    _, _, value = quality.replace(" ", "").partition("q=")
    return value != "" and not value.strip("0.")


def _parse_etags(header: str) -> frozenset[str]:
    return frozenset(tag.strip().removeprefix("W/") for tag in header.split(","))

"""Which sites may show a page of ours in a frame: none, but those that its owner names."""

import re
from collections.abc import Sequence

from fastapi import HTTPException, Request, Response

from server.api.core.request_guard import CONTENT_SECURITY_POLICY

#: An origin as a browser names it; nothing that could end the directive of the policy that it goes into.
ORIGIN_PATTERN = re.compile(r"^https?://[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?(:[0-9]{1,5})?$")
NO_FRAMES = "frame-ancestors 'none'"


def parse_origin(origin: str) -> str:
    """The address of a site as a browser names it; refused where it is none."""
    plain = origin.strip().lower().rstrip("/")
    if not ORIGIN_PATTERN.match(plain):
        raise HTTPException(422, f"'{origin}' is not the address of a site. Write it like https://example.org.")
    return plain


def allow_frames(request: Request, answer: Response, origins: Sequence[str]) -> None:
    """Let these sites show the page."""
    request.state.framed = True
    policy = CONTENT_SECURITY_POLICY.format(nonce=request.state.nonce)
    answer.headers["Content-Security-Policy"] = policy.replace(NO_FRAMES, f"frame-ancestors {' '.join(origins)}")

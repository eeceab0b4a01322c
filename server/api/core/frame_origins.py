"""Which sites may show a page of ours in a frame: none, but those that its owner names."""

import re
from collections.abc import Sequence

from fastapi import HTTPException, Request, Response

from server.api.core.request_guard import CONTENT_SECURITY_POLICY

#: An origin as a browser names it; nothing that could end the directive of the policy that it goes into.
ORIGIN_PATTERN = re.compile(r"^https?://[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?(:[0-9]{1,5})?$")
#: Frames of VS Code on the desktop. Each of its web views has another host name, so the whole scheme is named.
EDITOR_SCHEMES = ("vscode-webview:", "vscode-file:")
NO_FRAMES = "frame-ancestors 'none'"


def parse_origin(origin: str) -> str:
    """The address of a site as a browser names it; refused where it is none."""
    plain = origin.strip().lower().rstrip("/")
    if not ORIGIN_PATTERN.match(plain):
        raise HTTPException(422, f"'{origin}' is not the address of a site. Write it like https://example.org.")
    return plain


def parse_frame_origin(origin: str) -> str:
    """The address of a site, or of VS Code on the desktop, as the policy of a page names it."""
    scheme = f"{origin.strip().lower().partition(':')[0]}:"
    return scheme if scheme in EDITOR_SCHEMES else parse_origin(origin)


def allow_frames(request: Request, answer: Response, origins: Sequence[str]) -> None:
    """Let these sites show the page."""
    request.state.framed = True
    policy = CONTENT_SECURITY_POLICY.format(nonce=request.state.nonce)
    answer.headers["Content-Security-Policy"] = policy.replace(NO_FRAMES, f"frame-ancestors {' '.join(origins)}")

"""The addresses by which guests reach the routes that are for them too: `/api/shared/{share_id}/...`.

A guest's cookie is sent to these addresses alone, and the id of the design is not told. So the address of a link
stands in the place of the design's: `/api/shared/{share_id}/design/edits` is `/api/designs/{design_id}/edits` for the
guests of that link.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.api.core.permissions import Route

SHARED_PREFIX = "/api/shared/{share_id}"
DESIGN_PREFIX = "/api/designs/{design_id}"
#: What the state of a request has under this key, only this middleware puts there.
SHARE_KEY = "guest_share_id"
TEMPLATE_KEY = "guest_path"
PATH_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass
class _GuestPath:
    """An address for guests, and the routes behind it."""

    template: str
    canonical: str
    methods: set[str] = field(default_factory=set)


class FoundGuestPath(NamedTuple):
    """What a guest asks for: the link, the address for members, and which methods guests may use there."""

    share_id: str
    path: str
    template: str
    methods: frozenset[str]


def to_guest_path(path: str) -> str:
    """The address for guests of a route: below that of their link, where what is about a design is below `design`."""
    if path == DESIGN_PREFIX or path.startswith(f"{DESIGN_PREFIX}/"):
        return f"{SHARED_PREFIX}/design{path.removeprefix(DESIGN_PREFIX)}"
    return f"{SHARED_PREFIX}/design{path.removeprefix('/api')}"


class GuestPaths:
    """The addresses for guests, of the routes that are for them. All others lead nowhere."""

    def __init__(self, routes: Iterable[Route]) -> None:
        found: dict[str, _GuestPath] = {}
        for route in routes:
            if route.guests is not None:
                template = to_guest_path(route.path)
                found.setdefault(template, _GuestPath(template, route.path)).methods |= route.methods or set()
        self._paths = [(_compile_template(template), one) for template, one in found.items()]

    def find(self, path: str) -> FoundGuestPath | None:
        """What a path leads to; None where it is not a guest's."""
        for pattern, one in self._paths:
            if match := pattern.fullmatch(path):
                values = match.groupdict()
                share_id = values.pop("share_id")
                canonical = one.canonical.format(**{"design_id": share_id, **values})
                return FoundGuestPath(share_id, canonical, one.template, frozenset(one.methods))
        return None


def _compile_template(template: str) -> re.Pattern[str]:
    return re.compile(PATH_PARAMETER.sub(r"(?P<\1>[^/]+)", template))


class GuestPathMiddleware:
    """ASGI middleware behind the guard: whoever asks by the address of a link asks as its guest, and as nobody else."""

    def __init__(
        self, app: ASGIApp, *, paths: GuestPaths, refuse_method: Callable[[Scope, Iterable[str]], Response]
    ) -> None:
        self.app = app
        self.paths = paths
        self.refuse_method = refuse_method

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.paths.find(scope["path"]) if scope["type"] == "http" else None
        # There is nothing to read where only writing is possible: the page for wrong addresses says so.
        if found is None or (scope["method"] == "GET" and "GET" not in found.methods):
            await self.app(scope, receive, send)
            return
        scope["state"][TEMPLATE_KEY] = found.template
        if scope["method"] not in found.methods:
            await self.refuse_method(scope, found.methods)(scope, receive, send)
            return
        scope["state"][SHARE_KEY] = found.share_id
        await self.app({**scope, "path": found.path}, receive, send)


def get_guest_share_id(scope: Scope) -> str | None:
    """The link whose guest asks; None where a member does."""
    share_id = scope["state"].get(SHARE_KEY)
    return share_id if isinstance(share_id, str) else None

"""A server below a path of its host, as at https://host/designery: one place takes the path off, and few put it on."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send


class UrlPrefixMiddleware:
    """ASGI middleware in front of everything: nobody behind it sees the prefix, whether the proxy keeps it or not."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        """`prefix` begins with a slash and does not end with one; empty where the server has its host alone."""
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            scope = {**scope, "path": self._strip_prefix(scope["path"])}
            scope.setdefault("state", {})["prefix"] = self.prefix
        await self.app(scope, receive, send)

    def _strip_prefix(self, path: str) -> str:
        if self.prefix and (path == self.prefix or path.startswith(f"{self.prefix}/")):
            return path[len(self.prefix) :] or "/"
        return path


def build_template_context(request: Request) -> dict[str, str]:
    """What every template may ask for."""
    return {"prefix": get_url_prefix(request.scope)}


def get_url_prefix(scope: Scope) -> str:
    """What addresses in an answer begin with."""
    prefix: str = scope.get("state", {}).get("prefix", "")
    return prefix

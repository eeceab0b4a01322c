"""The files of the built browser app: compressed on the way, and kept by the browser, for a name is a content."""

from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

KEPT = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"


class _Files(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = KEPT if path.startswith("assets/") else ASKED_AGAIN
        return response


def assets(folder: Path) -> ASGIApp:
    """The app's files. Nothing else is compressed: answers with data could leak their content by their length."""
    return GZipMiddleware(_Files(directory=folder), minimum_size=1_000)

"""The files of the browser app: compressed when it was built, and kept by the browser, since a name is a content."""

import os
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import ASGIApp, Scope

from server.api.core.compressed_responses import parse_accepted_encodings

IMMUTABLE_CACHE = "public, max-age=31536000, immutable"
REVALIDATED_CACHE = "no-cache"
#: The ways in which a file may lie compressed beside itself, the smallest first, and how its name then ends.
FILE_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


class _AppFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = IMMUTABLE_CACHE if path.startswith("assets/") else REVALIDATED_CACHE
        return response

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or what is compressed of it where the browser takes that."""
        accepted = parse_accepted_encodings(Headers(scope=scope).get("accept-encoding", ""))
        for coding, ending in FILE_ENCODINGS:
            packed = Path(f"{full_path}{ending}")
            if coding in accepted and packed.is_file():
                response = super().file_response(packed, packed.stat(), scope, status_code)
                response.headers["Content-Encoding"] = coding
                break
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Vary"] = "Accept-Encoding"
        return response


def build_app_files(folder: Path) -> ASGIApp:
    """The app's files. Answers with data are not compressed: they could leak their content by their length."""
    return _AppFiles(directory=folder)

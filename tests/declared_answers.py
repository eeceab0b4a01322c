"""A client that holds the server to its description: no route refuses with a status or a body it does not declare."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from pydantic import ConfigDict, TypeAdapter, with_config

from server.api.core.problem_schemas import ErrorRead

OPENAPI_FILE = Path(__file__).parent.parent / "frontend" / "openapi.json"


@with_config(ConfigDict(extra="forbid"))
class Refusal(ErrorRead):
    """A refusal with the fields that are declared and no other."""


REFUSAL = TypeAdapter(Refusal)


@cache
def _list_declared() -> list[tuple[re.Pattern[str], dict[str, frozenset[str]]]]:
    """Each path as a pattern, and the statuses of its methods; paths without parameters come first."""
    described = json.loads(OPENAPI_FILE.read_text())
    found = [
        (
            re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))),
            {method: frozenset(operation["responses"]) for method, operation in operations.items()},
        )
        for path, operations in sorted(described["paths"].items(), key=lambda item: item[0].count("{"))
    ]
    assert found
    return found


def check_declared(answer: httpx.Response) -> None:
    """Raise where a route refuses with a status or with fields that its description does not know."""
    if answer.status_code < 400 or answer.status_code == 405:
        return
    method = answer.request.method.lower()
    for pattern, operations in _list_declared():
        if method in operations and pattern.fullmatch(answer.request.url.path):
            if str(answer.status_code) not in operations[method]:
                raise AssertionError(
                    f"{answer.request.method} {answer.request.url.path} answers {answer.status_code}, which its "
                    "description does not declare: see server/api/core/openapi_description.py."
                )
            if method != "head" and answer.is_closed:
                REFUSAL.validate_json(answer.content)
            return


class CheckedClient(httpx.Client):
    """The interface, held to its description."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        answer = super().send(request, **options)
        check_declared(answer)
        return answer

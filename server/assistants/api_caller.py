"""How the tools of assistants ask this server, or another one: every call is an ordinary request of the API.

So tokens, roles, visibility and the audit log hold for assistants as they do for everybody else.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import BaseModel, JsonValue, TypeAdapter

Answer = TypeVar("Answer")

#: A query parameter; a list is given once for each item.
QueryValue = str | int | bool | Sequence[str]

#: A wait for a run is the longest request.
TIMEOUT_SECONDS = 120.0


class ApiRefusal(Exception):
    """A request that the server refused; the message is its sentence."""


class ApiCaller:
    """Asks the API of one server as one person."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        """The client knows the server's address and what the person comes with."""
        self._client = client

    async def read(self, shape: type[Answer], *path: str, query: Mapping[str, QueryValue] | None = None) -> Answer:
        """The answer to a GET; raises ApiRefusal."""
        return TypeAdapter(shape).validate_python(await self._request("GET", path, query=query))

    async def send(self, shape: type[Answer], *path: str, body: BaseModel | None = None) -> Answer:
        """The answer to a POST with a JSON body; raises ApiRefusal."""
        content = body.model_dump(mode="json", exclude_unset=True) if body is not None else None
        return TypeAdapter(shape).validate_python(await self._request("POST", path, body=content))

    async def _request(
        self,
        method: Literal["GET", "POST"],
        path: Sequence[str],
        *,
        body: JsonValue = None,
        query: Mapping[str, QueryValue] | None = None,
    ) -> JsonValue:
        address = "/".join(("/api", *(quote(part, safe="") for part in path)))
        content = json.dumps(body).encode() if method == "POST" else None
        headers = {"Content-Type": "application/json"} if content else None
        try:
            answer = await self._client.request(
                method, address, params=dict(query or {}), content=content, headers=headers
            )
        except httpx2.HTTPError as error:
            raise ApiRefusal(f"The server did not answer: {error or type(error).__name__}.") from None
        if answer.is_success:
            result: JsonValue = answer.json() if answer.content else None
            return result
        raise ApiRefusal(_read_refusal(answer))


def _read_refusal(answer: httpx2.Response) -> str:
    """The sentence of a refusal, and the problems that come with it."""
    try:
        refusal = answer.json()
    except ValueError:
        return f"The server answered {answer.status_code}."
    detail = refusal.get("detail") if isinstance(refusal, dict) else None
    problems = refusal.get("problems", []) if isinstance(refusal, dict) else []
    sentences = [
        str(detail or f"The server answered {answer.status_code}."),
        *(str(one["message"]) for one in problems),
    ]
    return " ".join(sentences)

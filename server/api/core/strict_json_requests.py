"""Routes that read their JSON strictly: nothing that only Python takes for JSON, and nothing without an end."""

import inspect
import json
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from modules.kit.strict_json import InvalidJson, parse_json
from server.api.core.answer_turns import AnswerTurns
from server.api.core.permissions import Route

#: The largest design or edit that is read at all.
BODY_LIMIT = 32 * 2**20
#: What is asked of lists, runs and tables; edits do not stand in this line.
READING_TURNS = AnswerTurns(2)


class StrictJsonRequest(Request):
    """A request whose JSON body is JSON: no NaN, no infinity, no endless nesting, no endless length.

    Half characters in it, as a browser makes of a text that it cuts, become U+FFFD.
    """

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            chunks, size = [], 0
            async for chunk in self.stream():
                size += len(chunk)
                if size > BODY_LIMIT:
                    raise RequestValidationError([_make_json_error("The body is larger than 32 MiB.")])
                chunks.append(chunk)
            self._body = b"".join(chunks)
        return self._body

    async def json(self) -> Any:
        try:
            return parse_json(await self.body())
        except InvalidJson as error:
            raise json.JSONDecodeError(str(error), "", 0) from None


class StrictRoute(Route):
    """A route that reads its JSON strictly. Answers that only look something up are computed in turn."""

    def get_route_handler(self) -> Any:
        handler = super().get_route_handler()

        async def handle_strictly(request: Request) -> Any:
            return await handler(StrictJsonRequest(request.scope, request.receive))

        async def handle_in_turn(request: Request) -> object:
            await READING_TURNS.get_semaphore().acquire()
            with READING_TURNS.hold_turn():
                return await handle_strictly(request)

        return handle_in_turn if self._computes_in_thread() else handle_strictly

    def _computes_in_thread(self) -> bool:
        """Whether a request only reads, in a thread: of these a few at once go on beside edits."""
        tests = (inspect.iscoroutinefunction, inspect.isasyncgenfunction, inspect.isgeneratorfunction)
        return "GET" in (self.methods or ()) and not any(test(self.endpoint) for test in tests)


def _make_json_error(message: str) -> dict[str, object]:
    return {"type": "json_invalid", "loc": ("body",), "msg": message, "input": None}

"""Asks a language model for its next message, by the chat completions of OpenAI's API, which many servers understand.

Source: https://platform.openai.com/docs/api-reference/chat. Answers come whole, not as a stream of words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import httpx2
from pydantic import BaseModel, JsonValue, ValidationError

#: How long a model may take for one message.
TIMEOUT = httpx2.Timeout(180.0, connect=10.0)
MAX_ANSWER_BYTES = 4 * 1024**2
#: So much of what a model's server says of an error is shown.
MAX_SHOWN_ERROR = 300


class ModelFailure(Exception):
    """The model gave no message; the exception is a sentence for the person who asked."""


class ToolFunction(BaseModel):
    """The name of a tool, and its arguments as a JSON text that the model wrote."""

    name: str
    arguments: str = "{}"


class ToolCall(BaseModel):
    """A tool that the model wants to use."""

    id: str
    type: Literal["function"] = "function"
    function: ToolFunction


class ChatMessage(BaseModel):
    """A message of the conversation. Those of the role `tool` answer the call with their id."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str | None = None
    tool_calls: list[ToolCall] | None = None
    tool_call_id: str | None = None


class _Choice(BaseModel):
    message: ChatMessage


class _Completion(BaseModel):
    choices: list[_Choice]


@dataclass(frozen=True)
class ChatTool:
    """A tool as the model is told of it; `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, JsonValue]


class ChatClient:
    """A language model at an address."""

    def __init__(self, address: str, model: str, key: str) -> None:
        """`address` is what `/chat/completions` follows; an empty `key` sends none."""
        self.host = urlsplit(address).netloc.rpartition("@")[2]
        self._address = f"{address}/chat/completions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def complete(self, messages: Sequence[ChatMessage], tools: Sequence[ChatTool]) -> ChatMessage:
        """The next message of the conversation; raises ModelFailure."""
        body = {
            "model": self._model,
            "messages": [message.model_dump(exclude_none=True) for message in messages],
            "tools": [
                {
                    "type": "function",
                    "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
                }
                for tool in tools
            ],
        }
        status, content = await self._post(body)
        if status != httpx2.codes.OK:
            raise ModelFailure(self._describe_refusal(status, content))
        try:
            choices = _Completion.model_validate_json(content).choices
        except ValidationError:
            choices = []
        if not choices or choices[0].message.role != "assistant":
            raise ModelFailure(
                f"{self.host} sent no message of a model. Check that DESIGNERY_ASSISTANT_URL is the address of an API "
                "with chat completions."
            )
        return choices[0].message

    async def _post(self, body: Mapping[str, object]) -> tuple[int, bytes]:
        """The status and what came with it, up to a limit. Redirects are not followed: the key is for one host."""
        try:
            async with (
                httpx2.AsyncClient(timeout=TIMEOUT, headers=self._headers) as client,
                client.stream("POST", self._address, json=body) as answer,
            ):
                content = bytearray()
                async for part in answer.aiter_bytes():
                    content += part
                    if len(content) > MAX_ANSWER_BYTES:
                        raise ModelFailure(f"The answer of {self.host} is too long.")
                return answer.status_code, bytes(content)
        except httpx2.TimeoutException:
            raise ModelFailure(f"{self.host} did not answer in time. Ask again, or ask for less at once.") from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ModelFailure(f"{self.host} can't be reached: {error or type(error).__name__}.") from None

    def _describe_refusal(self, status: int, content: bytes) -> str:
        said = content.decode(errors="replace").strip()[:MAX_SHOWN_ERROR]
        said = f" It says: {said}" if said else ""
        if status in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
            return f"{self.host} refuses the key. Check DESIGNERY_ASSISTANT_KEY.{said}"
        if status == httpx2.codes.NOT_FOUND:
            return (
                f"{self.host} has no chat completions at this address, or no model '{self._model}'. Check "
                f"DESIGNERY_ASSISTANT_URL and DESIGNERY_ASSISTANT_MODEL.{said}"
            )
        if status == httpx2.codes.TOO_MANY_REQUESTS:
            return f"{self.host} takes no more requests for now. Ask again later.{said}"
        return f"{self.host} answered with the error {status}.{said}"

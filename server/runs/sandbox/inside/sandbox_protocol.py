"""How the server, a sandbox and the processes in it write to one another: every value as one line of JSON."""

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from server.runs.sandbox.inside.sandbox_messages import SandboxMessage
from server.runs.sandbox.inside.sandbox_requests import SandboxRequest

request_adapter: TypeAdapter[SandboxRequest] = TypeAdapter(Annotated[SandboxRequest, Field(discriminator="kind")])
message_adapter: TypeAdapter[SandboxMessage] = TypeAdapter(Annotated[SandboxMessage, Field(discriminator="kind")])


def to_json_line(value: SandboxRequest | SandboxMessage) -> bytes:
    """The value as one line of JSON."""
    adapter: TypeAdapter[Any] = request_adapter if isinstance(value, SandboxRequest) else message_adapter
    return adapter.dump_json(value) + b"\n"

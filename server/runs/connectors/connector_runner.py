"""What steps fetch and deliver: the connection is opened, a process does it, and its answer holds no secret."""

import asyncio
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from pydantic import ValidationError

from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.external_requests import ExternalRequest
from server.runs.connectors.connector_worker.connector_protocol import (
    ConnectorFailure,
    ConnectorRequest,
    ConnectorResult,
    connector_request_adapter,
    connector_result_adapter,
)
from server.runs.connectors.connector_worker.odbc_sources import get_odbc_variables
from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER
from server.runs.sandbox.inside.sandbox_messages import StepError, StepFailed, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.storage.database import Database
from server.storage.encryption import Cipher, DecryptionError
from server.storage.stores import connection_store
from server.storage.stores.connection_kinds import SECRET_FIELD

PROCESS_VARIABLES = {
    "PATH": os.defpath,
    "PYTHONPATH": str(CODE_FOLDER),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
    # Keys and settings that lie about on the server are none of a connection's.
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    # By gRPC, addresses would be reached that the egress guard does not see.
    "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
    "NO_GCE_CHECK": "true",
}
REDACTION_MARK = "•••"
#: In place of a shorter secret the gaps in a sentence would tell it.
MIN_REDACTED_LENGTH = 4
#: What of a longer secret is told without the rest of it.
SECRET_PIECES = re.compile(r"[A-Za-z0-9+/=_.-]+")
MIN_PIECE_LENGTH = 30
MAX_RESULT_BYTES = 64 * 1024


@dataclass(frozen=True)
class ConnectorLimits:
    """What one request may take, and which addresses of the own network it may reach."""

    seconds: float
    max_bytes: int
    memory_bytes: int
    allowed_hosts: tuple[str, ...]


class ConnectorRunner:
    """Starts connectors. They are processes of their own, outside of every sandbox, and run nobody's code."""

    def __init__(self, database: Database, seal: Cipher, limits: ConnectorLimits) -> None:
        self.database = database
        self.seal = seal
        self.limits = limits

    def fingerprint_connection(self, external_request: ExternalRequest | None) -> str:
        """What stands for the connection in a cache key: which one, and how often it was replaced. Never its fields."""
        if external_request is None or external_request.connection is None:
            return ""
        with self.database.read_session() as session:
            row = connection_store.find_connection(session, external_request.connection)
            return f"{row.id}.{row.revision}" if row else ""

    async def run_external(
        self, external_request: ExternalRequest, folder: Path, file: Path | None = None
    ) -> ConnectorResult | ConnectorFailure:
        """Do what is asked: what is fetched lies in `folder` then, which this makes; what is delivered is `file`."""
        try:
            fields = await asyncio.to_thread(self._decrypt_connection, external_request.connection)
        except DecryptionError as error:
            return ConnectorFailure(
                157,
                f"The connection '{external_request.connection}' can't be opened. {error}",
                _choose_parameter(external_request),
            )
        if fields is None and external_request.connection is not None:
            return ConnectorFailure(
                157,
                f"The connection '{external_request.connection}' does not exist.",
                _choose_parameter(external_request),
            )
        assert external_request.kind != "model", "Models come from the registry."
        return await self.run_worker(
            external_request.direction, external_request.kind, external_request.details, fields, folder, file
        )

    async def poll(
        self,
        kind: Literal["url", "database", "storage"],
        connection: str | None,
        details: Mapping[str, object],
        folder: Path,
    ) -> ConnectorResult | ConnectorFailure:
        """A fingerprint of data outside, to tell whether it has changed."""
        try:
            fields = await asyncio.to_thread(self._decrypt_connection, connection)
        except DecryptionError as error:
            return ConnectorFailure(157, f"The connection '{connection}' can't be opened. {error}")
        if fields is None and connection is not None:
            return ConnectorFailure(157, f"The connection '{connection}' does not exist.")
        return await self.run_worker("poll", kind, details, fields, folder)

    async def run_worker(
        self,
        direction: Literal["fetch", "deliver", "poll", "test"],
        kind: Literal["url", "rest", "database", "storage", "hook"],
        details: Mapping[str, object],
        fields: Mapping[str, object] | None,
        folder: Path,
        file: Path | None = None,
    ) -> ConnectorResult | ConnectorFailure:
        """Start a connector with the fields of a connection in clear, and wait for its answer; cancelling kills it."""
        folder.mkdir(parents=True, exist_ok=True)
        request = ConnectorRequest(
            direction,
            kind,
            details,
            fields,
            folder,
            file,
            self.limits.max_bytes,
            self.limits.memory_bytes,
            self.limits.allowed_hosts,
        )
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.runs.connectors.connector_worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=CODE_FOLDER,
            env={**PROCESS_VARIABLES, **get_odbc_variables(os.environ), "HOME": str(folder), "TMPDIR": str(folder)},
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self.limits.seconds):
                output, _ = await process.communicate(connector_request_adapter.dump_json(request))
        except TimeoutError:
            return ConnectorFailure(
                72, f"It took longer than {self.limits.seconds:,.0f} seconds. Raise DESIGNERY_FETCH_SECONDS."
            )
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return _parse_result(output, fields)

    def _decrypt_connection(self, name: str | None) -> Mapping[str, object] | None:
        with self.database.read_session() as session:
            row = connection_store.find_connection(session, name) if name is not None else None
            return connection_store.reveal_fields(connection_store.decrypt_connection(self.seal, row)) if row else None


def _parse_result(output: bytes, fields: Mapping[str, object] | None) -> ConnectorResult | ConnectorFailure:
    """What the connector said, without what nobody may read."""
    try:
        result = json.loads(output[:MAX_RESULT_BYTES])
        for name in ("message", "remark"):
            if isinstance(result.get(name), str):
                result[name] = redact_connection_secrets(result[name], fields)
        return connector_result_adapter.validate_python(result)
    except (ValueError, AttributeError, ValidationError):
        return ConnectorFailure(30, "The process that fetches the data ended early. Run it again.")


def redact_connection_secrets(text: str, fields: Mapping[str, object] | None) -> str:
    """The text without the secrets of the connection, as they are or as an address writes them."""
    if fields is None:
        return text
    secret = str(fields.get(SECRET_FIELD.get(str(fields["kind"]), ""), ""))
    if 0 < len(secret) < MIN_REDACTED_LENGTH and secret in text:
        return "The answer can't be used. It contains the secret, which is too short to be hidden."
    # Of a key file, lines and values may be told one by one.
    pieces = {piece for piece in SECRET_PIECES.findall(secret) if len(piece) >= MIN_PIECE_LENGTH}
    for piece in {secret, *pieces} - {""}:
        for form in (piece, quote(piece, safe=""), quote(piece)):
            text = text.replace(form, REDACTION_MARK)
    return text


def _choose_parameter(external_request: ExternalRequest) -> str:
    return {"database": "database", "rest": "api"}.get(external_request.kind, "storage")


OnLogText = Callable[[str], object]


async def fetch_step_input(
    connectors: ConnectorRunner, external_request: ExternalRequest, folder: Path, on_log: OnLogText
) -> InputFile | StepFailed:
    """What was fetched for a step, or why it fails; a remark is said to its log."""
    result = await connectors.run_external(external_request, folder)
    if isinstance(result, ConnectorFailure):
        return _to_step_failure(result)
    on_log(f"{result.remark}\n")
    return InputFile(folder / str(result.name), str(result.port_type))


async def deliver_step_output(
    connectors: ConnectorRunner,
    external_request: ExternalRequest,
    outcome: StepSucceeded,
    folder: Path,
    on_log: OnLogText,
) -> StepSucceeded | StepFailed:
    """How a step ends whose result goes outside: into a database the rows as they are, else the file."""
    port_type = "dataset" if external_request.kind == "database" else "file"
    output = next(made for made in outcome.outputs if made.port_type == port_type)
    result = await connectors.run_external(external_request, folder, output.path)
    if isinstance(result, ConnectorFailure):
        return _to_step_failure(result)
    on_log(f"{result.remark}\n")
    return outcome


def _to_step_failure(failure: ConnectorFailure) -> StepFailed:
    title = ERROR_KINDS[failure.number].title
    return StepFailed(StepError(failure.number, title, failure.message, parameter=failure.parameter))

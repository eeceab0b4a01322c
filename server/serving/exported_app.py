"""The server of an exported endpoint: an ASGI app without a framework, around the code that replicas run.

It runs in the exported folder, where nothing else of the server is: see runtime_export.py.
"""

import asyncio
import hmac
import json
import os
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import joblib

from server.runs.sandbox.inside.loaded_deployment import LoadedDeployment, load_deployment, prepare_pipeline
from server.runs.sandbox.inside.replica_protocol import ONNX_FILE, ReplicaColumn, RequestHeader, RowFormat
from server.runs.sandbox.inside.replica_requests import answer_request
from server.runs.sandbox.inside.sandbox_requests import InputFile, PreviewStep, ReplicaRequest

#: A key that requests have to send, if this is set.
KEY_VARIABLE = "ENDPOINT_KEY"
MAX_BODY_BYTES = 32 * 2**20
#: So little is answered at once where single rows are answered without tables.
SMALL_BODY_BYTES = 2**14
DESCRIPTION_FILE = "endpoint.json"
ARROW_TYPES = ("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.file", "application/x-arrow")
JSON_TYPES = (
    "", "application/json", "text/json", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream"
)  # fmt: skip

#: What ASGI passes: https://asgi.readthedocs.io/en/latest/specs/www.html
AsgiMessage = dict[str, Any]
Receive = Callable[[], Awaitable[AsgiMessage]]
Send = Callable[[AsgiMessage], Awaitable[None]]


@dataclass(frozen=True)
class HttpAnswer:
    """What goes back."""

    status: int
    body: bytes
    media_type: str = "application/json"
    request_id: str = ""


def _answer_json(value: object, status: int = 200) -> HttpAnswer:
    return HttpAnswer(status, json.dumps(value).encode())


class ExportedEndpoint:
    """Answers requests from memory. Each process of the server has one of its own."""

    def __init__(self, folder: Path, key: str = "") -> None:
        self.description: dict[str, Any] = json.loads((folder / DESCRIPTION_FILE).read_text(encoding="utf-8"))
        self._key = key
        self._deployment: LoadedDeployment | None = None
        self._request = build_request(self.description, folder)
        self._turn = asyncio.Lock()

    def load(self) -> None:
        """Load the model, and answer one row, so that the first request finds everything warm."""
        with joblib.parallel_config(backend="threading"):
            self._deployment = load_deployment(self._request)
            prepare_pipeline(self._deployment)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """HttpAnswer one request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._follow_server(receive, send)
        elif scope["type"] == "http":
            answer = await self._answer(scope, receive)
            headers = [(b"content-type", answer.media_type.encode())]
            headers += [(b"x-request-id", answer.request_id.encode())] if answer.request_id else []
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            await send({"type": "http.response.body", "body": answer.body})

    async def _follow_server(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await asyncio.to_thread(self.load)
                await send({"type": "lifespan.startup.complete"})
            else:
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Mapping[str, Any], receive: Receive) -> HttpAnswer:
        method, path, name = scope["method"], scope["path"].rstrip("/"), self.description["name"]
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        if method == "GET" and path in ("/healthz", "/v2/health/live", "/v2/health/ready", f"/v2/models/{name}/ready"):
            return _answer_json({"live": True, "ready": True})
        if not self._is_permitted(headers):
            return _answer_json({"detail": "Send the key of this endpoint: Authorization: Bearer KEY"}, 401)
        if method == "GET" and path == f"/v2/models/{name}":
            return _answer_json(self._describe())
        form = _choose_form(headers)
        forms: dict[str, RowFormat | None] = {
            "/score": form,
            f"/endpoints/{name}/score": form,
            f"/v2/models/{name}/infer": "v2",
        }
        if method != "POST" or path not in forms:
            return _answer_json({"detail": f"This address does not exist. Send rows to /endpoints/{name}/score."}, 404)
        wanted = forms[path]
        if wanted is None or headers.get("content-encoding", "identity") != "identity":
            sentence = f"Send rows as application/json, text/csv or {ARROW_TYPES[0]}, and uncompressed."
            return _answer_json({"detail": sentence}, 415)
        body = await _read_body(receive)
        if body is None:
            return _answer_json({"detail": "A request has at most 32 MiB. Send fewer rows."}, 413)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        if asked.get("explain", ["false"]) != ["false"]:
            return _answer_json({"detail": "Only a server explains answers. Leave explain out."}, 400)
        return await self._score(wanted, body, next(iter(asked.get("ids", ())), None))

    def _is_permitted(self, headers: Mapping[str, str]) -> bool:
        sent = headers.get("authorization", "")
        return not self._key or hmac.compare_digest(sent.encode(), f"Bearer {self._key}".encode())

    def _describe(self) -> dict[str, object]:
        columns = self.description["signature"]["columns"]
        number = str(self.description["deployment"])
        return {"name": self.description["name"], "versions": [number], "platform": "designery", "inputs": columns}

    async def _score(self, form: RowFormat, body: bytes, ids_column: str | None) -> HttpAnswer:
        assert self._deployment is not None
        header = RequestHeader(
            id=f"q-{uuid.uuid4().hex[:12]}",
            form=form,
            deployment=self.description["deployment"],
            endpoint=self.description["name"],
            refuse=self.description["refuse"],
            sampled=False,
            kept=False,
            ids_column=ids_column,
        )
        if self._deployment.pipeline is not None and len(body) < SMALL_BODY_BYTES and not self._turn.locked():
            noted, content = answer_request(self._deployment, header, body)  # is over before a thread would begin
        else:
            async with self._turn:  # models need not be safe to be used by two threads
                noted, content = await asyncio.to_thread(answer_request, self._deployment, header, body)
        return HttpAnswer(noted["status"], content, noted["type"], header["id"])


def _choose_form(headers: Mapping[str, str]) -> RowFormat | None:
    """How rows are written; None where they are written as nothing that is read."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "text/csv":
        return "csv"
    if kind in ARROW_TYPES:
        return "arrow"
    return "json" if kind in JSON_TYPES or kind.endswith("+json") else None


async def _read_body(receive: Receive) -> bytes | None:
    """The body; None where it is too large."""
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY_BYTES:
            parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts) if size <= MAX_BODY_BYTES else None


def build_request(description: Mapping[str, Any], folder: Path) -> ReplicaRequest:
    """What is loaded, from the description in the folder."""
    steps = tuple(
        PreviewStep(
            node=one["node"],
            module=one["module"],
            lineage_hash="",
            parameters=one["parameters"],
            inputs={port: tuple(references) for port, references in one["inputs"].items()},
            source=InputFile(folder / one["file"], one["port_type"]) if one["file"] else None,
            port=one["port"],
            code=one["code"],
        )
        for one in description["steps"]
    )
    columns = tuple(_build_column(one) for one in description["columns"])
    return ReplicaRequest(
        step="",
        steps=steps,
        entrance=description["entrance"],
        answers=description["answers"],
        columns=columns,
        folder=folder,
        trusted=description["trusted"],
        onnx="stored" if (folder / ONNX_FILE).exists() else "off",
    )


def _build_column(described: Mapping[str, Any]) -> ReplicaColumn:
    """A column of a request. JSON has lists where there were tuples."""
    levels, counted = described["levels"], described["counted"]
    return ReplicaColumn(
        name=described["name"],
        levels=tuple(levels) if levels is not None else None,
        minimum=described["minimum"],
        maximum=described["maximum"],
        missing=described["missing"],
        edges=tuple(described["edges"]),
        counted=tuple(counted) if counted is not None else None,
    )


def create_app() -> ExportedEndpoint:
    """The app of the folder that the process was started in."""
    return ExportedEndpoint(Path.cwd(), os.environ.get(KEY_VARIABLE, ""))

"""Errands of steps: the connection is opened, a courier is sent, and no secret comes back with what it says."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from pydantic import ValidationError

from modules.kit.errands import Errand
from modules.kit.error_numbers import NUMBERS
from server.runs.courier.orders import Done, Order, Refusal, answers, orders
from server.runs.keeper import CODE
from server.runs.steps import Failed, InputFile, StepError, Succeeded
from server.storage import connections
from server.storage.database import Database
from server.storage.sealing import Seal, Unsealable

ENVIRONMENT = {
    "PATH": os.defpath,
    "PYTHONPATH": str(CODE),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
    # Keys and settings that lie about on the server are none of a connection's.
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
REDACTED = "•••"
#: In place of a shorter secret the gaps in a sentence would tell it.
SHORTEST_HIDDEN = 4
LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True)
class Bounds:
    """What one errand may take, and which addresses of the own network it may reach."""

    seconds: float
    most_bytes: int
    memory_bytes: int
    allowed_hosts: tuple[str, ...]


class Errands:
    """Sends couriers. They are processes of their own, outside of every sandbox, and run nobody's code."""

    def __init__(self, database: Database, seal: Seal, bounds: Bounds) -> None:
        self.database = database
        self.seal = seal
        self.bounds = bounds

    def identity(self, errand: Errand | None) -> str:
        """What stands for the connection in a cache key: which one, and how often it was replaced. Never its fields."""
        if errand is None or errand.connection is None:
            return ""
        with self.database.reading() as session:
            row = connections.named(session, errand.connection)
            return f"{row.id}.{row.revision}" if row else ""

    async def run(self, errand: Errand, folder: Path, file: Path | None = None) -> Done | Refusal:
        """Do the errand: what is fetched lies in `folder` then, which this makes; what is delivered is `file`."""
        try:
            fields = await asyncio.to_thread(self._opened, errand)
        except Unsealable as error:
            return Refusal(157, f"The connection '{errand.connection}' cannot be opened. {error}", _parameter(errand))
        if fields is None and errand.connection is not None:
            return Refusal(157, f"There is no connection called '{errand.connection}'.", _parameter(errand))
        return await self.send(errand.direction, errand.kind, errand.details, fields, folder, file)

    async def send(
        self,
        direction: Literal["fetch", "deliver", "test"],
        kind: Literal["url", "database", "storage", "hook"],
        details: Mapping[str, Any],
        fields: Mapping[str, Any] | None,
        folder: Path,
        file: Path | None = None,
    ) -> Done | Refusal:
        """Send a courier with the fields of a connection in clear, and wait for its answer; killed when cancelled."""
        folder.mkdir(parents=True, exist_ok=True)
        order = Order(
            direction,
            kind,
            details,
            fields,
            folder,
            file,
            self.bounds.most_bytes,
            self.bounds.memory_bytes,
            self.bounds.allowed_hosts,
        )
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.runs.courier"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=CODE,
            env={**ENVIRONMENT, "HOME": str(folder), "TMPDIR": str(folder)},
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self.bounds.seconds):
                said, _ = await process.communicate(orders.dump_json(order))
        except TimeoutError:
            return Refusal(
                72, f"It took longer than {self.bounds.seconds:,.0f} seconds. Raise DESIGNERY_FETCH_SECONDS."
            )
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return _answer(said, fields)

    def _opened(self, errand: Errand) -> Mapping[str, Any] | None:
        with self.database.reading() as session:
            row = connections.named(session, errand.connection)
            return connections.in_clear(connections.opened(self.seal, row)) if row else None


def _answer(said: bytes, fields: Mapping[str, Any] | None) -> Done | Refusal:
    """What the courier said, without what nobody may read."""
    try:
        told = json.loads(said[:LONGEST_ANSWER])
        for name in ("message", "remark"):
            if isinstance(told.get(name), str):
                told[name] = redacted(told[name], fields)
        return answers.validate_python(told)
    except (ValueError, AttributeError, ValidationError):
        return Refusal(30, "The process that was sent ended before it was done. Run it again.")


def redacted(text: str, fields: Mapping[str, Any] | None) -> str:
    """The text without the secrets of the connection, as they are or as an address writes them."""
    if fields is None:
        return text
    secret = str(fields.get(connections.SECRET.get(str(fields["kind"]), ""), ""))
    if 0 < len(secret) < SHORTEST_HIDDEN and secret in text:
        return "It cannot be used. What was answered holds the secret, which is too short to be hidden in it."
    for form in {secret, quote(secret, safe=""), quote(secret)} - {""}:
        text = text.replace(form, REDACTED)
    return text


def _parameter(errand: Errand) -> str:
    return "database" if errand.kind == "database" else "storage"


Say = Callable[[str], object]


async def fetched(errands: Errands, errand: Errand, folder: Path, say: Say) -> InputFile | Failed:
    """What was fetched for a step, or why it fails; a remark is said to its log."""
    answer = await errands.run(errand, folder)
    if isinstance(answer, Refusal):
        return _failed(answer)
    say(f"{answer.remark}\n")
    return InputFile(folder / str(answer.name), str(answer.port_type))


async def delivered(errands: Errands, errand: Errand, outcome: Succeeded, folder: Path, say: Say) -> Succeeded | Failed:
    """How a step ends whose result goes outside: into a database the rows as they are, else the file."""
    wanted = "dataset" if errand.kind == "database" else "file"
    output = next(made for made in outcome.outputs if made.port_type == wanted)
    answer = await errands.run(errand, folder, output.path)
    if isinstance(answer, Refusal):
        return _failed(answer)
    say(f"{answer.remark}\n")
    return outcome


def _failed(refusal: Refusal) -> Failed:
    title = NUMBERS[refusal.number].title
    return Failed(StepError(refusal.number, title, refusal.message, parameter=refusal.parameter))

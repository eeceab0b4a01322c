"""Which boundary holds on this machine: escapes are attempted behind each one, and the best that held is used."""

import asyncio
import logging
import os
import socket
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from server.runs.keeper import Mechanism
from server.runs.lines import SandboxFailed
from server.runs.sandbox import PROCESSES_OF_OUR_OWN, RunSandbox, environment
from server.runs.steps import MIB, Limits, ProbeRequest

Level = Literal["S3", "S2", "S1", "S0"]

#: From the best to the plainest.
MECHANISMS: tuple[Mechanism, ...] = ("sandlock", "bubblewrap", "process")
LEVELS: tuple[Level, ...] = ("S0", "S1", "S2", "S3")
LIMITS = Limits(memory_bytes=256 * MIB, output_bytes=MIB, processes=32)
#: Escaped is who can start more than this: the limit is for the whole sandbox, and some of it is ours.
MOST_PROCESSES = LIMITS.processes + PROCESSES_OF_OUR_OWN + 16
PROBE_SECONDS = 20.0

#: Variables that shells, bubblewrap and Python set in every process by themselves.
UNREMARKABLE = frozenset({"PATH", "PWD", "LC_CTYPE", "SHLVL", "_"})

#: What must be held back for a level, besides all that the levels below it need.
NEEDED: Mapping[Level, frozenset[str]] = {
    "S1": frozenset({"inherit_environment", "take_memory", "write_too_much"}),
    "S2": frozenset(
        {"read_outside", "write_outside", "connect_tcp", "send_udp", "read_server_environment", "trace_server"}
    ),
    "S3": frozenset(
        {
            "read_neighbour",
            "write_neighbour",
            "read_passwords",
            "connect_abstract_socket",
            "signal_server",
            "signal_parent",
            "fork_without_end",
        }
    ),
}
IN_WORDS: Mapping[str, str] = {
    "inherit_environment": "see the server's variables",
    "read_server_environment": "read the server's environment",
    "take_memory": "take more memory than their limit",
    "write_too_much": "write larger files than their limit",
    "read_outside": "read other files of this machine",
    "write_outside": "write outside their folder",
    "connect_tcp": "connect to other programs by TCP",
    "send_udp": "send data by UDP",
    "trace_server": "look into the server's memory",
    "read_neighbour": "read the files of other steps",
    "write_neighbour": "change the files of other steps",
    "read_passwords": "read the list of users",
    "connect_abstract_socket": "connect to local programs",
    "signal_server": "send signals to the server",
    "signal_parent": "end the process that starts the steps",
    "fork_without_end": "start processes without end",
}
ADVICE = (
    "Install the sandlock package on Linux 6.12 or newer, or bubblewrap (apt install bubblewrap) on older kernels, "
    "and let users create namespaces."
)


@dataclass(frozen=True)
class Isolation:
    """What keeps steps from the machine: the level, the mechanism behind it, and which attempted escapes were held."""

    level: Level
    by: Mechanism
    description: str
    advice: str | None
    probes: Mapping[str, bool] = field(default_factory=dict)


_found: dict[Mechanism, Isolation] = {}


async def isolation(wanted: Level | Literal["auto"] = "auto") -> Isolation:
    """The best isolation that holds here, or the plainest one that reaches the wanted level; found once per process.

    Takes about half a second for each mechanism that is tried, the first time. Where the wanted level is not reached,
    the best there is is returned.
    """
    for by in MECHANISMS:
        if by not in _found:
            _found[by] = await probed(by)
        if wanted in ("auto", "S3") and _found[by].level == "S3":
            break
    known = [_found[by] for by in MECHANISMS if by in _found]
    enough = [found for found in known if wanted != "auto" and _rank(found) >= LEVELS.index(wanted)]
    return enough[-1] if enough else max(known, key=_rank)


def barring(found: Isolation, wanted: Level | Literal["auto"] = "auto") -> str:
    """Why code that came from elsewhere does not run at this level; empty where it does.

    It needs S3, unless the operator asked for another level by its name.
    """
    needed = "S3" if wanted == "auto" else wanted
    if _rank(found) >= LEVELS.index(needed):
        return ""
    less = f" Whoever runs this server can settle for that: DESIGNERY_ISOLATION={found.level}."
    return (
        f"Code that came from elsewhere runs at isolation level {needed} or better, and this machine reaches "
        f"{found.level}.{less if found.level != 'S0' else ''}"
    )


def _rank(found: Isolation) -> int:
    return LEVELS.index(found.level)


async def probed(by: Mechanism) -> Isolation:
    """What holds behind one mechanism; level S0 where it cannot even be started."""
    with tempfile.TemporaryDirectory(prefix="designery-probe-") as made:
        try:
            held = await _attempted(by, Path(made).resolve())
        except (SandboxFailed, TimeoutError) as error:
            logging.getLogger(__name__).info("%s cannot be used here: %s", by, error)
            held = {}
    level = level_of(held)
    return Isolation(level, by, _description(by, held), None if level == "S3" else _advice(by), held)


def level_of(held: Mapping[str, bool]) -> Level:
    """The highest level all of whose escapes, and all of those below it, were held back."""
    reached: Level = "S0"
    for level in LEVELS[1:]:
        if not all(held.get(name, False) for name in NEEDED[level]):
            break
        reached = level
    return reached


async def _attempted(by: Mechanism, made: Path) -> dict[str, bool]:
    """Open a sandbox, attempt the escapes, and look from outside at what came of them."""
    run, outside, neighbour = made / "run", made / "outside", made / "run" / "neighbour"
    for folder in (run / "probe", outside, neighbour):
        folder.mkdir(parents=True)
    for canary in (outside / "canary", neighbour / "canary"):
        canary.write_text("secret")
    async with _listeners() as listening:
        targets = {
            "canary": str(outside / "canary"),
            "outside": str(outside),
            "neighbour": str(neighbour / "canary"),
            "server": str(os.getpid()),
            "variables": " ".join(set(os.environ) - set(environment(run)) - UNREMARKABLE),
            **listening.targets,
        }
        sandbox = await RunSandbox.open(run, [], by, processes=LIMITS.processes, preload=False)
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                held = await sandbox.probe(ProbeRequest("probe", targets, run / "probe", LIMITS, MOST_PROCESSES))
        finally:
            await sandbox.close()
        return held and held | {"send_udp": not listening.heard_datagram()}


@dataclass
class _Listening:
    """The sockets at which escaped probes would be heard."""

    tcp: socket.socket
    udp: socket.socket
    abstract: socket.socket
    name: str

    @property
    def targets(self) -> dict[str, str]:
        return {"tcp": str(self.tcp.getsockname()[1]), "udp": str(self.udp.getsockname()[1]), "abstract": self.name}

    def heard_datagram(self) -> bool:
        try:
            return bool(self.udp.recv(16))
        except BlockingIOError:
            return False


@asynccontextmanager
async def _listeners() -> AsyncIterator[_Listening]:
    name = f"designery-{uuid.uuid4().hex}"
    with (
        socket.socket() as tcp,
        socket.socket(type=socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        if sys.platform == "linux":
            abstract.bind("\0" + name)
            abstract.listen()
        yield _Listening(tcp, udp, abstract, name)


def _advice(by: Mechanism) -> str:
    as_root = by == "bubblewrap" and os.geteuid() == 0
    return "Start the server as a normal user: the limit on processes does not bind root." if as_root else ADVICE


def _description(by: Mechanism, held: Mapping[str, bool]) -> str:
    names = {"sandlock": "Landlock and seccomp (sandlock)", "bubblewrap": "bubblewrap", "process": "separate processes"}
    if not held:
        return f"Steps cannot run behind {names[by]} on this machine."
    open_ways = [words for name, words in IN_WORDS.items() if not held.get(name, False)]
    if not open_ways:
        return f"Steps run behind {names[by]}: no network, no files but their own, bounded memory and processes."
    return f"Steps run in {names[by]} with limits, but they can {', '.join(open_ways)}."

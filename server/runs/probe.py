"""Which boundary holds on this machine: escapes are attempted behind each one, and the best that held is used."""

import asyncio
import logging
import os
import socket
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from server.runs.child import THREADS
from server.runs.escapes import ATTEMPTS
from server.runs.keeper import TASKS_OF_OTHERS, Mechanism
from server.runs.lines import SandboxFailed
from server.runs.privileges import step_user
from server.runs.sandbox import PROCESSES_OF_OUR_OWN, RunSandbox
from server.runs.step_environment import environment
from server.runs.steps import MIB, Limits, ProbeRequest

Level = Literal["S3", "S2", "S1", "S0"]

#: From the best to the plainest.
MECHANISMS: tuple[Mechanism, ...] = ("bubblewrap", "landlock", "process")
LEVELS: tuple[Level, ...] = ("S0", "S1", "S2", "S3")
LIMITS = Limits(memory_bytes=256 * MIB, output_bytes=MIB, processes=32)
#: Escaped is who can start more than this: the limit is for the whole sandbox, and some of it is ours.
MOST_PROCESSES = LIMITS.processes + PROCESSES_OF_OUR_OWN + THREADS + TASKS_OF_OTHERS + 16
PROBE_SECONDS = 20.0

#: Variables that shells, bubblewrap and Python set in every process by themselves.
UNREMARKABLE = frozenset({"PATH", "PWD", "LC_CTYPE", "SHLVL", "_"})

#: What must be held back for a level, besides all that the levels below it need.
NEEDED: Mapping[Level, frozenset[str]] = {
    level: frozenset(name for name, attempt in ATTEMPTS.items() if attempt.level == level) for level in LEVELS[1:]
}
IN_WORDS: Mapping[str, str] = {name: attempt.words for name, attempt in ATTEMPTS.items()}
ADVICE = (
    "Install bubblewrap (apt install bubblewrap) and let users create namespaces, on Linux 6.12 or newer with the "
    "sandlock package."
)


@dataclass(frozen=True)
class Attempted:
    """One way out of the boundary, and whether it was closed."""

    words: str
    held: bool


@dataclass(frozen=True)
class Isolation:
    """What keeps steps from the machine: the level, the mechanism behind it, and which attempted escapes were held."""

    level: Level
    by: Mechanism
    description: str
    advice: str | None
    probes: Mapping[str, bool] = field(default_factory=dict)
    #: What was found besides: why a better mechanism is not used, and whom steps run as on a server that is root.
    remarks: tuple[str, ...] = ()

    @property
    def attempts(self) -> list[Attempted]:
        """What was tried, in words that follow "Scripts can", what succeeded first."""
        tried = [Attempted(IN_WORDS[name], held) for name, held in self.probes.items()]
        return sorted(tried, key=lambda one: (one.held, one.words))


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
    best = enough[-1] if enough else max(known, key=_rank)
    before = known[: known.index(best)]
    return replace(best, remarks=(*(remark for found in before for remark in found.remarks), *_of_root(best)))


def _of_root(found: Isolation) -> list[str]:
    """Whom steps run as where the server is root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    user = step_user(found.by)
    if user is not None:
        return [f"The server runs as root. Its steps run as user {user}, without capabilities."]
    return [
        "The server runs as root, and so do its steps, though without capabilities: no other user can read Python or "
        "the data folder here. Start the server as a user of its own."
    ]


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
        reason = ""
        try:
            held = await _attempted(by, Path(made).resolve())
        except (SandboxFailed, TimeoutError) as error:
            logging.getLogger(__name__).info("%s cannot be used here: %s", by, error)
            held, reason = {}, _last_line(str(error)) or "It took too long to start."
    level = level_of(held)
    remarks = (f"Not used: {LAYERS[by]}. {reason}",) if reason else ()
    return Isolation(level, by, _description(by, held), None if level == "S3" else _advice(by), held, remarks)


def _last_line(text: str) -> str:
    """What went wrong, without the way there."""
    return text.strip().rpartition("\n")[2]


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
    for canary in (outside / "canary", outside / "canary.spare", neighbour / "canary"):
        canary.write_text("secret")
    before = _state(outside)
    async with _listeners(made) as listening:
        targets = {
            "canary": str(outside / "canary"),
            "outside": str(outside),
            "neighbour": str(neighbour / "canary"),
            "server": str(os.getpid()),
            "namespace": _own_namespace(),
            "variables": " ".join(set(os.environ) - set(environment(run)) - UNREMARKABLE),
            **listening.targets,
        }
        sandbox = await RunSandbox.open(run, [], by, processes=LIMITS.processes, preload=False)
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                held = await sandbox.probe(ProbeRequest("probe", targets, run / "probe", LIMITS, MOST_PROCESSES))
        finally:
            await sandbox.close()
    if held:
        held["send_udp"] &= not listening.heard_datagram
        held["write_outside"] &= _state(outside) == before
    return held


def _state(folder: Path) -> list[tuple[str, int, int, int, bytes]]:
    """The files of a folder, with what an attempt may have changed of them."""
    found = ((path, path.stat()) for path in sorted(folder.iterdir()))
    return [(path.name, state.st_mode, state.st_uid, state.st_mtime_ns, path.read_bytes()) for path, state in found]


def _own_namespace() -> str:
    """What distinguishes the process numbers of this machine from those of a boundary."""
    return os.readlink("/proc/self/ns/pid") if sys.platform == "linux" else ""


@dataclass
class _Listening:
    """The sockets at which escaped probes would be heard."""

    targets: dict[str, str]
    heard_datagram: bool = False


@asynccontextmanager
async def _listeners(folder: Path) -> AsyncIterator[_Listening]:
    """Sockets of every kind that an escape may reach, local ones in `folder`."""
    local = {"socket": str(folder / "socket"), "mailbox": str(folder / "mailbox")}
    name = f"designery-{uuid.uuid4().hex}"
    with ExitStack() as opened:
        tcp = _listener(opened, socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        udp = _listener(opened, socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        _listener(opened, socket.AF_UNIX, socket.SOCK_STREAM, local["socket"])
        _listener(opened, socket.AF_UNIX, socket.SOCK_DGRAM, local["mailbox"])
        if sys.platform == "linux":
            _listener(opened, socket.AF_UNIX, socket.SOCK_STREAM, f"\0{name}")
        ports = {"tcp": str(tcp.getsockname()[1]), "udp": str(udp.getsockname()[1]), "tcp6": _port_of_ipv6(opened)}
        listening = _Listening({**local, **ports, "abstract": name})
        yield listening
        with suppress(BlockingIOError):
            listening.heard_datagram = bool(udp.recv(16))


def _port_of_ipv6(opened: ExitStack) -> str:
    """The port of a listener on ::1; one that nobody listens at where there is no IPv6."""
    try:
        return str(_listener(opened, socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0)).getsockname()[1])
    except OSError:
        return "9"


def _listener(opened: ExitStack, family: int, kind: int, address: tuple[str, int] | str) -> socket.socket:
    made = opened.enter_context(socket.socket(family, kind))
    made.bind(address)
    made.setblocking(False)
    if kind == socket.SOCK_STREAM:
        made.listen()
    return made


def _advice(by: Mechanism) -> str:
    as_root = by != "bubblewrap" and os.geteuid() == 0 and step_user(by) is None
    return "Start the server as a normal user: the limit on processes does not bind root." if as_root else ADVICE


LAYERS: Mapping[Mechanism, str] = {
    "bubblewrap": "namespaces (bubblewrap), Landlock and a filter of system calls",
    "landlock": "Landlock and a filter of system calls",
    "process": "processes of their own with limits",
}


def _description(by: Mechanism, held: Mapping[str, bool]) -> str:
    if not held:
        return f"Steps cannot run behind {LAYERS[by]} on this machine."
    open_ways = [words for name, words in IN_WORDS.items() if not held.get(name, False)]
    if not open_ways:
        return (
            f"Steps run behind {LAYERS[by]}: no network, no files but their own, bounded memory and processes. "
            f"All {len(held)} attempted escapes were held back."
        )
    return f"Steps run behind {LAYERS[by]}, but they can {', '.join(open_ways)}."

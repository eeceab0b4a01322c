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

from server.runs.sandbox.inside.escapes import ESCAPE_ATTEMPTS
from server.runs.sandbox.inside.privileges import find_step_user
from server.runs.sandbox.inside.sandbox_launcher import SPARE_USER_TASKS, Mechanism
from server.runs.sandbox.inside.sandbox_requests import MIB, ProbeRequest, StepLimits
from server.runs.sandbox.inside.step_process import MAX_LIBRARY_THREADS
from server.runs.sandbox.process_variables import build_process_variables
from server.runs.sandbox.run_sandbox import OWN_PROCESSES, RunSandbox
from server.runs.sandbox.zygote_channel import SandboxFailed

IsolationLevel = Literal["S3", "S2", "S1", "S0"]

#: From the best to the plainest.
MECHANISMS: tuple[Mechanism, ...] = ("bubblewrap", "landlock", "process")
ISOLATION_LEVELS: tuple[IsolationLevel, ...] = ("S0", "S1", "S2", "S3")
PROBE_LIMITS = StepLimits(memory_bytes=256 * MIB, output_bytes=MIB, processes=32)
#: Escaped is who can start more than this: the limit is for the whole sandbox, and some of it is ours.
MAX_PROBE_PROCESSES = PROBE_LIMITS.processes + OWN_PROCESSES + MAX_LIBRARY_THREADS + SPARE_USER_TASKS + 16
PROBE_SECONDS = 20.0

#: Variables that shells, bubblewrap and Python set in every process by themselves.
COMMON_VARIABLES = frozenset({"PATH", "PWD", "LC_CTYPE", "SHLVL", "_"})

#: What must be held back for a level, besides all that the levels below it need.
REQUIRED_ESCAPES: Mapping[IsolationLevel, frozenset[str]] = {
    level: frozenset(name for name, attempt in ESCAPE_ATTEMPTS.items() if attempt.level == level)
    for level in ISOLATION_LEVELS[1:]
}
ESCAPE_DESCRIPTIONS: Mapping[str, str] = {name: attempt.description for name, attempt in ESCAPE_ATTEMPTS.items()}
DEFAULT_ADVICE = (
    "Install bubblewrap (apt install bubblewrap) and let users create namespaces, on Linux 6.12 or newer with the "
    "sandlock package."
)


@dataclass(frozen=True)
class EscapeFinding:
    """One way out of the boundary, and whether it was closed."""

    description: str
    is_held_back: bool


@dataclass(frozen=True)
class ProbedIsolation:
    """What keeps steps from the machine: the level, the mechanism behind it, and which attempted escapes were held."""

    level: IsolationLevel
    mechanism: Mechanism
    description: str
    advice: str | None
    probes: Mapping[str, bool] = field(default_factory=dict)
    #: What was found besides: why a better mechanism is not used, and whom steps run as on a server that is root.
    remarks: tuple[str, ...] = ()

    @property
    def findings(self) -> list[EscapeFinding]:
        """What was tried, in words that follow "Scripts can", what succeeded first."""
        findings = [EscapeFinding(ESCAPE_DESCRIPTIONS[name], held) for name, held in self.probes.items()]
        return sorted(findings, key=lambda one: (one.is_held_back, one.description))


_probed: dict[Mechanism, ProbedIsolation] = {}


async def find_isolation(required: IsolationLevel | Literal["auto"] = "auto") -> ProbedIsolation:
    """The best isolation that holds here, or the plainest one that reaches the wanted level; found once per process.

    Takes about half a second for each mechanism that is tried, the first time. Where the wanted level is not reached,
    the best there is is returned.
    """
    for by in MECHANISMS:
        if by not in _probed:
            _probed[by] = await probe_mechanism(by)
        if required in ("auto", "S3") and _probed[by].level == "S3":
            break
    known = [_probed[by] for by in MECHANISMS if by in _probed]
    enough = [
        found for found in known if required != "auto" and _rank_isolation(found) >= ISOLATION_LEVELS.index(required)
    ]
    best = enough[-1] if enough else max(known, key=_rank_isolation)
    before = known[: known.index(best)]
    return replace(best, remarks=(*(remark for found in before for remark in found.remarks), *_describe_root(best)))


def _describe_root(isolation: ProbedIsolation) -> list[str]:
    """Whom steps run as where the server is root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    user = find_step_user(isolation.mechanism)
    if user is not None:
        return [f"The server runs as root. Its steps run as user {user}, without capabilities."]
    return [
        "The server runs as root, and so do its steps, although without capabilities. No other user can read Python "
        "or the data folder here. Start the server as a separate user."
    ]


def explain_blocked_code(isolation: ProbedIsolation, required: IsolationLevel | Literal["auto"] = "auto") -> str:
    """Why code that came from elsewhere does not run at this level; empty where it does.

    It needs S3, unless the operator asked for another level by its name.
    """
    needed = "S3" if required == "auto" else required
    if _rank_isolation(isolation) >= ISOLATION_LEVELS.index(needed):
        return ""
    less = f"  The server's administrator can accept this level: DESIGNERY_ISOLATION={isolation.level}."
    return (
        f"Imported code needs isolation level {needed} or better, but this machine reaches only "
        f"{isolation.level}.{less if isolation.level != 'S0' else ''}"
    )


def _rank_isolation(isolation: ProbedIsolation) -> int:
    return ISOLATION_LEVELS.index(isolation.level)


async def probe_mechanism(mechanism: Mechanism) -> ProbedIsolation:
    """What holds behind one mechanism; level S0 where it cannot even be started."""
    with tempfile.TemporaryDirectory(prefix="designery-probe-") as made:
        reason = ""
        try:
            held = await _attempt_escapes(mechanism, Path(made).resolve())
        except (SandboxFailed, TimeoutError) as error:
            logging.getLogger(__name__).info("%s cannot be used here: %s", mechanism, error)
            held, reason = {}, _get_last_line(str(error)) or "It took too long to start."
    level = rate_level(held)
    remarks = (f"Not used: {MECHANISM_LAYERS[mechanism]}. {reason}",) if reason else ()
    return ProbedIsolation(
        level,
        mechanism,
        _describe_isolation(mechanism, held),
        None if level == "S3" else _choose_advice(mechanism),
        held,
        remarks,
    )


def _get_last_line(text: str) -> str:
    """What went wrong, without the way there."""
    return text.strip().rpartition("\n")[2]


def rate_level(held: Mapping[str, bool]) -> IsolationLevel:
    """The highest level all of whose escapes, and all of those below it, were held back."""
    reached: IsolationLevel = "S0"
    for level in ISOLATION_LEVELS[1:]:
        if not all(held.get(name, False) for name in REQUIRED_ESCAPES[level]):
            break
        reached = level
    return reached


async def _attempt_escapes(mechanism: Mechanism, made: Path) -> dict[str, bool]:
    """Open a sandbox, attempt the escapes, and look from outside at what came of them."""
    run, outside, neighbor = made / "run", made / "outside", made / "run" / "neighbor"
    for folder in (run / "probe", outside, neighbor):
        folder.mkdir(parents=True)
    for canary in (outside / "canary", outside / "canary.spare", neighbor / "canary"):
        canary.write_text("secret")
    before = _read_state(outside)
    async with _open_listeners(made) as listening:
        targets = {
            "canary": str(outside / "canary"),
            "outside": str(outside),
            "neighbor": str(neighbor / "canary"),
            "server": str(os.getpid()),
            "namespace": _read_own_namespace(),
            "variables": " ".join(set(os.environ) - set(build_process_variables(run)) - COMMON_VARIABLES),
            **listening.targets,
        }
        sandbox = await RunSandbox.open_alone(run, [], mechanism, max_processes=PROBE_LIMITS.processes, preload=False)
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                held = await sandbox.attempt_escapes(
                    ProbeRequest("probe", targets, run / "probe", PROBE_LIMITS, MAX_PROBE_PROCESSES)
                )
        finally:
            await sandbox.close()
    if held:
        held["send_udp"] &= not listening.heard_datagram
        held["write_outside"] &= _read_state(outside) == before
    return held


def _read_state(folder: Path) -> list[tuple[str, int, int, int, bytes]]:
    """The files of a folder, with what an attempt may have changed of them."""
    found = ((path, path.stat()) for path in sorted(folder.iterdir()))
    return [(path.name, state.st_mode, state.st_uid, state.st_mtime_ns, path.read_bytes()) for path, state in found]


def _read_own_namespace() -> str:
    """What distinguishes the process numbers of this machine from those of a boundary."""
    return os.readlink("/proc/self/ns/pid") if sys.platform == "linux" else ""


@dataclass
class _ProbeListeners:
    """The sockets at which escaped probes would arrive."""

    targets: dict[str, str]
    heard_datagram: bool = False


@asynccontextmanager
async def _open_listeners(folder: Path) -> AsyncIterator[_ProbeListeners]:
    """Sockets of every kind that an escape may reach, local ones in `folder`."""
    local = {"socket": str(folder / "socket"), "mailbox": str(folder / "mailbox")}
    name = f"designery-{uuid.uuid4().hex}"
    with ExitStack() as opened:
        tcp = _open_listener(opened, socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        udp = _open_listener(opened, socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        _open_listener(opened, socket.AF_UNIX, socket.SOCK_STREAM, local["socket"])
        _open_listener(opened, socket.AF_UNIX, socket.SOCK_DGRAM, local["mailbox"])
        if sys.platform == "linux":
            _open_listener(opened, socket.AF_UNIX, socket.SOCK_STREAM, f"\0{name}")
        ports = {"tcp": str(tcp.getsockname()[1]), "udp": str(udp.getsockname()[1]), "tcp6": _open_ipv6_port(opened)}
        listening = _ProbeListeners({**local, **ports, "abstract": name})
        yield listening
        with suppress(BlockingIOError):
            listening.heard_datagram = bool(udp.recv(16))


def _open_ipv6_port(opened: ExitStack) -> str:
    """The port of a listener on ::1; one that nobody listens at where there is no IPv6."""
    try:
        return str(_open_listener(opened, socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0)).getsockname()[1])
    except OSError:
        return "9"


def _open_listener(opened: ExitStack, family: int, kind: int, address: tuple[str, int] | str) -> socket.socket:
    made = opened.enter_context(socket.socket(family, kind))
    made.bind(address)
    made.setblocking(False)
    if kind == socket.SOCK_STREAM:
        made.listen()
    return made


def _choose_advice(mechanism: Mechanism) -> str:
    as_root = mechanism != "bubblewrap" and os.geteuid() == 0 and find_step_user(mechanism) is None
    return (
        "Start the server as a normal user. The limit on processes does not apply to root."
        if as_root
        else DEFAULT_ADVICE
    )


MECHANISM_LAYERS: Mapping[Mechanism, str] = {
    "bubblewrap": "namespaces (bubblewrap), Landlock and a filter of system calls",
    "landlock": "Landlock and a filter of system calls",
    "process": "processes of their own with limits",
}


def _describe_isolation(mechanism: Mechanism, held: Mapping[str, bool]) -> str:
    if not held:
        return f"Steps cannot run behind {MECHANISM_LAYERS[mechanism]} on this machine."
    open_ways = [words for name, words in ESCAPE_DESCRIPTIONS.items() if not held.get(name, False)]
    if not open_ways:
        return (
            f"Steps run behind {MECHANISM_LAYERS[mechanism]}: no network, no files except their own, limited memory "
            f"and processes. All {len(held)} attempted escapes were blocked."
        )
    return f"Steps run behind {MECHANISM_LAYERS[mechanism]}, but they can {', '.join(open_ways)}."

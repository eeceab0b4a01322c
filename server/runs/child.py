"""A forked process: it narrows itself to what its request needs, does it, and tells of it line by line."""

import ctypes
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from server.runs.confinement import confine
from server.runs.keeper import SYSTEM, Plan, code_paths
from server.runs.seccomp import install_for_step
from server.runs.steps import (
    FINAL_KINDS,
    CancelRequest,
    Limits,
    Message,
    ProbeRequest,
    SampleRequest,
    StepRequest,
    ValidateRequest,
    ViewRequest,
    as_line,
    files_of,
    requests,
)

Tell = Callable[[Message], None]
Work = StepRequest | ViewRequest | ProbeRequest | SampleRequest | ValidateRequest

OPEN_FILES = 1024
#: The kernel counts threads as processes: what libraries that work in parallel start.
THREADS = 8 * (os.cpu_count() or 1)
#: Added to niceness: views may take what the steps leave of the processors, and so may samples, for which a user waits.
VIEW_NICENESS, SAMPLE_NICENESS = 10, 5
#: What libraries read in /proc of the machine: processors, memory, what kernel it is.
MACHINE = ("cpuinfo", "meminfo", "stat", "uptime", "version", "filesystems", "sys")


def serve(lane: str, plan: Plan, requests_from: int, messages_to: int) -> None:
    """Do what is asked, one request after another; a "fork" does one thing and ends."""
    if lane in ("view", "sample"):
        os.nice(VIEW_NICENESS if lane == "view" else SAMPLE_NICENESS)
    _unbuffer()
    install_for_step()

    def tell(message: Message) -> None:
        if message.kind in FINAL_KINDS:
            _flush()
        _write_all(messages_to, as_line(message))

    if plan.preload:
        from server.runs import worker

        worker.rehearse(Path(plan.folder, "tmp"))
    bounded = False
    with os.fdopen(requests_from, "rb") as lines:
        for line in lines:
            request = requests.validate_json(line)
            assert not isinstance(request, CancelRequest)
            if lane == "fork":
                narrow(request, plan)
                if isinstance(request, SampleRequest):
                    os.nice(SAMPLE_NICENESS)
                perform(request, tell)
                return
            if not bounded:
                bound(request.limits, plan)
                bounded = True
            perform(request, tell)


def perform(request: Work, tell: Tell) -> None:
    """Do one thing and tell how it ended."""
    if isinstance(request, ProbeRequest):
        from server.runs import escapes

        tell(escapes.attempt_all(request))
    elif isinstance(request, ViewRequest):
        from server.runs import worker

        tell(worker.make_view(request))
    elif isinstance(request, SampleRequest):
        from server.runs import sampling

        tell(sampling.run_sample(request, tell))
    elif isinstance(request, ValidateRequest):
        from server.runs import validation

        tell(validation.validate(request))
    else:
        from server.runs import worker

        tell(worker.run_step(request, tell))


def narrow(request: Work, plan: Plan) -> None:
    """Leave this process nothing but its own inputs and its own output folder, for good."""
    folder = request.view_path.parent if isinstance(request, ViewRequest) else request.folder
    settle_in(folder)
    bound(request.limits, plan)
    inputs = [str(file.path) for file in files_of(request)]
    confine([*_system(), *code_paths(), *inputs], [str(folder), "/dev/null"])


def _system() -> list[str]:
    """What a process needs of the system, without what /proc says of other processes."""
    own = [f"/proc/{name}" for name in ("self", *MACHINE)]
    return [*(path for path in SYSTEM if path != "/proc"), *own]


def settle_in(folder: Path) -> None:
    """Make `folder` the working folder, with the home and the place of temporary files in it."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "JOBLIB_TEMP_FOLDER"):
        os.environ[name] = str(temporary)
    tempfile.tempdir = None
    os.chdir(folder)


def bound(limits: Limits, plan: Plan) -> None:
    """Set the limits that the kernel keeps for this process: memory, size of a file, open files, processes."""
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NOFILE, OPEN_FILES)
    _set(resource.RLIMIT_FSIZE, limits.output_bytes)
    _set(resource.RLIMIT_DATA, private_bytes() + limits.memory_bytes)
    if plan.by == "bubblewrap":  # counted within its own user namespace; elsewhere this counts all that the user runs
        _set(resource.RLIMIT_NPROC, plan.processes + THREADS)


def private_bytes() -> int:
    """The private memory that this process has already, most of it shared with the zygote; 0 where nobody tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * resource.getpagesize()


def _set(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _unbuffer() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def _flush() -> None:
    """Empty the buffers of Python and of C, so that all output comes before the message that ends the step."""
    sys.stdout.flush()
    sys.stderr.flush()
    ctypes.CDLL(None).fflush(None)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]

"""A forked process: it restricts itself to what its request needs, does it, and reports on it line by line."""

import ctypes
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from server.runs.sandbox.inside.landlock import restrict_to_paths
from server.runs.sandbox.inside.sandbox_launcher import SYSTEM_PATHS, SandboxSpec, list_code_paths
from server.runs.sandbox.inside.sandbox_messages import FINAL_KINDS, SandboxMessage
from server.runs.sandbox.inside.sandbox_protocol import request_adapter, to_json_line
from server.runs.sandbox.inside.sandbox_requests import (
    CancelRequest,
    PreviewRequest,
    ProbeRequest,
    ReplicaRequest,
    StepLimits,
    StepRequest,
    ValidateRequest,
    ViewRequest,
    WorkRequest,
    list_request_files,
)
from server.runs.sandbox.inside.seccomp import install_for_step

EmitMessage = Callable[[SandboxMessage], None]

MAX_OPEN_FILES = 1024
#: The kernel counts threads as processes: what libraries that work in parallel start.
MAX_LIBRARY_THREADS = 8 * (os.cpu_count() or 1)
#: Added to niceness: views may take what steps and previews leave of the processors, and these what the server leaves,
#: so that nobody's edits wait for the runs of others.
VIEW_NICENESS, STEP_NICENESS = 10, 5
#: What libraries read in /proc of the machine: processors, memory, what kernel it is.
PROC_FILES = ("cpuinfo", "meminfo", "stat", "uptime", "version", "filesystems", "sys")
#: What a process's own folder there tells of others: who is connected to whom, also by way of its threads.
CLOSED_PROC_FILES = ("net", "task", "ns", "root", "mem")


def serve_requests(worker_kind: str, spec: SandboxSpec, requests_from: int, messages_to: int) -> None:
    """Do what is asked, one request after another; a "fork" does one thing and ends."""
    if worker_kind != "fork":
        os.nice(VIEW_NICENESS if worker_kind == "view" else STEP_NICENESS)
    _set_line_buffering()
    install_for_step()

    def emit(message: SandboxMessage) -> None:
        if message.kind in FINAL_KINDS:
            _flush_output()
        _write_all(messages_to, to_json_line(message))

    if spec.preload:
        from server.runs.sandbox.inside import step_worker

        step_worker.warm_up(Path(spec.folder, "tmp"))
    limits_applied = False
    with os.fdopen(requests_from, "rb") as lines:
        for line in lines:
            request = request_adapter.validate_json(line)
            assert not isinstance(request, CancelRequest)
            if worker_kind == "fork":
                restrict_to_request(request, spec)
                if isinstance(request, StepRequest | PreviewRequest):
                    os.nice(STEP_NICENESS)
                execute_request(request, emit)
                return
            if not limits_applied:
                apply_limits(request.limits, spec)
                limits_applied = True
            execute_request(request, emit)


def execute_request(request: WorkRequest, emit: EmitMessage) -> None:
    """Do one thing and report how it ended."""
    if isinstance(request, ProbeRequest):
        from server.runs.sandbox.inside import escapes

        emit(escapes.attempt_all_escapes(request))
    elif isinstance(request, ViewRequest):
        from server.runs.sandbox.inside import step_worker

        emit(step_worker.make_view(request))
    elif isinstance(request, PreviewRequest):
        from server.runs.sandbox.inside import preview_worker

        emit(preview_worker.run_preview(request, emit))
    elif isinstance(request, ReplicaRequest):
        from server.runs.sandbox.inside import replica_worker

        emit(replica_worker.run_replica(request))
    elif isinstance(request, ValidateRequest):
        from server.runs.sandbox.inside import file_validation

        emit(file_validation.validate_files(request))
    else:
        from server.runs.sandbox.inside import step_worker

        emit(step_worker.run_step(request, emit))


def restrict_to_request(request: WorkRequest, spec: SandboxSpec) -> None:
    """Leave this process nothing but its own inputs and its own output folder, for good."""
    folder = request.view_path.parent if isinstance(request, ViewRequest) else request.folder
    enter_folder(folder)
    apply_limits(request.limits, spec)
    inputs = [str(file.path) for file in list_request_files(request)]
    if isinstance(request, StepRequest):
        inputs += [str(environment) for environment in request.environments.values()]
        if request.workers is not None:  # where it reads that people want it to pause or to end
            inputs.append(str(request.workers))
    restrict_to_paths([*_list_system_paths(), *list_code_paths(), *inputs], [str(folder), "/dev/null"])


def _list_system_paths() -> list[str]:
    """What a process needs of the system, without what /proc says of other processes."""
    own = [f"/proc/self/{name}" for name in os.listdir("/proc/self") if name not in CLOSED_PROC_FILES]
    own += [f"/proc/{name}" for name in PROC_FILES]
    return [*(path for path in SYSTEM_PATHS if path != "/proc"), *own]


def enter_folder(folder: Path) -> None:
    """Make `folder` the working folder, with the home and the place of temporary files in it."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "JOBLIB_TEMP_FOLDER"):
        os.environ[name] = str(temporary)
    tempfile.tempdir = None
    os.chdir(folder)


def apply_limits(limits: StepLimits, spec: SandboxSpec) -> None:
    """Set the limits that the kernel keeps for this process: memory, size of a file, open files, processes."""
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_NOFILE, MAX_OPEN_FILES)
    _set_limit(resource.RLIMIT_FSIZE, limits.output_bytes)
    _set_limit(resource.RLIMIT_DATA, measure_private_bytes() + limits.memory_bytes)
    # Counted within its own user namespace; elsewhere this would count all that the user runs.
    if spec.mechanism == "bubblewrap":
        _set_limit(resource.RLIMIT_NPROC, spec.max_processes + MAX_LIBRARY_THREADS)


def measure_private_bytes() -> int:
    """The private memory that this process has already, most of it shared with the zygote; 0 where it is not known."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * resource.getpagesize()


def _set_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _set_line_buffering() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def _flush_output() -> None:
    """Empty the buffers of Python and of C, so that all output comes before the message that ends the step."""
    sys.stdout.flush()
    sys.stderr.flush()
    ctypes.CDLL(None).fflush(None)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]

"""A job file submitted to a server elsewhere, by the Python client: its folder goes along, and its log comes back."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from server.job_command import COMMAND_NODE, SubmittedJob, build_job_nodes, describe_snapshot, pack_inputs
from server.job_files import Job
from server.snapshots import SnapshotRefused, pack_snapshot

OnText = Callable[[str], None]
#: What the command ends with, as the commands of the client do.
EXIT_REFUSED, EXIT_NOT_CONNECTED, EXIT_NOT_FOUND = 1, 3, 4


class RemoteRefused(Exception):
    """The server elsewhere can't be reached, or refuses the job; `code` is what the command ends with."""

    def __init__(self, message: str, code: int = EXIT_REFUSED) -> None:
        super().__init__(message)
        self.code = code


def submit_to_server(address: str, job: Job, on_text: OnText, on_log: OnText, *, wait: bool = True) -> SubmittedJob:
    """Run a job on a server, to its end unless it is not waited for. Raises RemoteRefused."""
    with _translate_errors():
        dy = importlib.import_module("designery")
        dy.connect(address)
        design = dy.Design({"format": 2, "name": job.name, "nodes": _send_nodes(job, on_text)})
        run = design.run(target=job.target, wait=False)
        if wait:
            _follow_log(run, on_log)
        step = run[COMMAND_NODE]
        error = step.error or {}
        return SubmittedJob(job.name, run.number, run.state, step.state == "reused", error.get("message") or "")


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        errors = importlib.import_module("designery.errors")
    except ModuleNotFoundError:
        message = "To submit to a server elsewhere, install the client: pip install designery-client"
        raise RemoteRefused(message) from None
    try:
        yield
    except SnapshotRefused as error:
        raise RemoteRefused(str(error)) from None
    except errors.DesigneryError as error:
        kinds = ((errors.NotConnected, EXIT_NOT_CONNECTED), (errors.NotFound, EXIT_NOT_FOUND))
        raise RemoteRefused(str(error), next((code for kind, code in kinds if isinstance(error, kind)), 1)) from None


def _send_nodes(job: Job, on_text: OnText) -> dict[str, dict[str, Any]]:
    """The nodes of the job's design, once its files are there."""
    add_file = importlib.import_module("designery.jobs").add_dataset_file
    with TemporaryDirectory() as made:
        packed = Path(made, "code.zip")
        snapshot = pack_snapshot(job.code, packed)
        for warning in snapshot.warnings:
            on_text(f"Warning: {warning}")
        on_text(describe_snapshot(snapshot))
        code = add_file(packed.read_bytes(), "code.zip", f"{job.name} code").id
        files = None
        if job.files:
            pack_inputs(job, Path(made, "files.zip"))
            files = add_file(Path(made, "files.zip").read_bytes(), "files.zip", f"{job.name} files").id
    return build_job_nodes(job, code, files, {port: _find_dataset(name) for port, name in job.datasets.items()})


def _find_dataset(reference: str) -> tuple[str, int | None]:
    """The id and the version of a dataset, written as `name`, `name@3` or `name:3`."""
    name, _, version = reference.replace(":", "@").rpartition("@")
    if not name or not version.isdigit():
        name, version = reference, ""
    connection = importlib.import_module("designery.connection").get_connection()
    found: str = importlib.import_module("designery.designs").find_dataset_id(name, connection)
    return found, int(version) if version else None


def _follow_log(run: Any, on_log: OnText) -> None:
    """Hand on what the command prints until the run has ended."""
    written = 0
    for state in run.iterate_progress():
        text = state[COMMAND_NODE].log()
        if len(text) > written:
            on_log(text[written:])
            written = len(text)
    if written:
        on_log("\n")

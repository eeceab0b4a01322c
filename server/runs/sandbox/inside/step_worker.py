"""One step: load the inputs, call the module, save the outputs, and report on it.

Runs inside the sandbox only.
"""

import importlib
import mimetypes
import random
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import joblib
import numpy as np
import pandas as pd

from modules.kit import Dataset, catalog
from modules.kit.artifact_views import build_thumbnail, build_view
from modules.kit.environments import expose_environments
from modules.kit.external_requests import provide_fetched
from modules.kit.fan_out import provide_workers
from modules.kit.large_tables.allowance import StepAllowance, provide_allowance
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.large_tables.large_view import LARGE_VIEW_BYTES, build_large_thumbnail, build_large_view
from modules.kit.large_tables.running import is_large_table, run_on_large_tables
from modules.kit.live_metrics import listen_to_metrics
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.kit.script_secrets import expose_secrets
from modules.kit.serialization import load_value, save_value
from modules.kit.shared_pieces import PiecesDelivered, provide_pieces
from modules.kit.step_control import StepControl
from modules.kit.views.artifact_view import dump_view
from modules.kit.views.thumbnail_kinds import Thumbnail
from server.runs.sandbox.inside import output_cache
from server.runs.sandbox.inside.batch_scorer import load_batch_table, open_batch_work
from server.runs.sandbox.inside.message_capture import capture_messages
from server.runs.sandbox.inside.sandbox_messages import (
    MetricsLogged,
    ProducedOutput,
    ProgressUpdate,
    ResultsSoFar,
    StepFailed,
    StepOutcome,
    StepSucceeded,
    ViewMade,
    WorkersRequested,
)
from server.runs.sandbox.inside.sandbox_requests import InputFile, StepRequest, ViewRequest
from server.runs.sandbox.inside.secret_pipe import read_secrets
from server.runs.sandbox.inside.step_errors import describe_error, describe_unexpected_error
from server.runs.sandbox.inside.step_pieces import HelperVoice, find_pieces
from server.runs.sandbox.inside.step_process import EmitMessage

#: What most steps need; imported once, before the first fork.
PRELOADED_MODULES = (
    "pyarrow.compute", "pyarrow.ipc", "sklearn.compose", "sklearn.ensemble", "sklearn.impute", "sklearn.linear_model",
    "sklearn.metrics", "sklearn.model_selection", "sklearn.pipeline", "sklearn.preprocessing", "sklearn.svm",
    "sklearn.tree", "scipy.stats", "scipy.sparse", "modules.kit.serialization", "modules.kit.artifact_views",
    "modules.learning.script_estimator", "server.runs.sandbox.inside.step_process",
    "server.runs.sandbox.inside.preview_worker", "server.runs.sandbox.inside.file_validation",
)  # fmt: skip
SECONDS_BETWEEN_PROGRESS = 0.1
MAX_UNIT_LENGTH = 200
#: A step has no use for more processes.
MAX_WORKERS = 256


def import_libraries() -> None:
    """Import the libraries and the catalog."""
    for name in PRELOADED_MODULES:
        importlib.import_module(name)
    with suppress(ImportError):  # the library may be missing: then children do without what it gives
        importlib.import_module("sandlock")
    mimetypes.knownfiles.clear()  # the machine's own lists, which openpyxl would read, are outside of the boundary
    catalog()


def warm_up(folder: Path) -> None:
    """Save and load a small table: the memory pages that every step touches become this process's own ahead of time."""
    frame = pd.DataFrame({"number": [0.5, 1.5], "text": ["a", "b"]})
    with tempfile.TemporaryDirectory(dir=folder) as made:
        load_value(save_value(Dataset(frame, {"number": "label"}), Path(made), "rehearsal").path, "dataset")


def run_step(request: StepRequest, emit: EmitMessage) -> StepOutcome:
    """Run the module on its inputs; the outputs are on disk when this returns."""
    started = time.perf_counter()
    if request.task is not None:
        emit = HelperVoice(emit)
    try:
        with (
            capture_messages(emit),
            listen_to_progress(_ProgressThrottle(emit)),
            listen_to_metrics(
                lambda points: emit(MetricsLogged(tuple((point.name, point.step, point.value) for point in points)))
            ),
            provide_workers(_StepShare(request.workers, emit)),
            provide_pieces(find_pieces(request, emit)),
            joblib.parallel_config(backend=_choose_joblib_backend(request)),
        ):
            outputs = _run_module(request, emit)
    except PiecesDelivered:
        return StepSucceeded((), time.perf_counter() - started)
    except BaseException as error:
        if request.trusted and not isinstance(error, Exception):
            raise
        return StepFailed(describe_error(error, request))
    return StepSucceeded(tuple(outputs), time.perf_counter() - started)


def _choose_joblib_backend(request: StepRequest) -> str:
    """How joblib works in parallel: by threads, as processes would import everything anew; in a script not at all.

    Even its threads need named semaphores, which live in memory that all programs of the machine share.
    """
    return "threading" if request.trusted else "sequential"


def _run_module(request: StepRequest, emit: EmitMessage) -> list[ProducedOutput]:
    module, secrets = request.module_spec, read_secrets(request.secrets)
    values: dict[str, object] = {}
    is_large = _has_large_tables(request)
    for port in module.inputs:
        loaded = [_load_input(file, request, is_large) for file in request.inputs.get(port.name, ())]
        values[port.name] = loaded if port.many else next(iter(loaded), None)
    random.seed(0)
    np.random.seed(0)
    produced = []
    fetched_value = (
        load_value(request.fetched_file.path, request.fetched_file.port_type) if request.fetched_file else None
    )
    memory = request.limits.memory_bytes
    environments = {name: str(folder) for name, folder in request.environments.items()}
    with (
        provide_fetched(fetched_value),
        expose_secrets(secrets),
        expose_environments(environments),
        open_batch_work(request, emit),
        provide_allowance(StepAllowance(memory, request.limits.output_bytes, request.folder)),
    ):
        if is_large:
            results = run_on_large_tables(module, values, request.parameters, request.folder, memory)
        else:
            results = module.run(values, request.parameters)
    if request.task is not None:  # it did not come as far as the step that it was to help
        return []
    for name, value in results.items():
        saved = save_value(value, request.folder, name)
        produced.append(ProducedOutput(name, saved.path, saved.port_type, saved.rows, saved.columns, saved.bytes))
        if request.trusted:
            output_cache.put_output(saved, value, max_bytes=request.limits.memory_bytes // 4)
        emit(produced[-1])
    return produced


def _has_large_tables(request: StepRequest) -> bool:
    """Whether the tables are not loaded as a whole, as far as the module can do without."""
    files = [file for port in request.inputs.values() for file in port if file.port_type == "dataset"]
    size = sum(file.path.stat().st_size for file in files)
    return request.batch is None and is_large_table(size, request.limits.memory_bytes)


def _load_input(file: InputFile, request: StepRequest, is_large: bool) -> object:
    if request.batch is not None and file.port_type == "dataset":
        return load_batch_table(file)
    if is_large and file.port_type == "dataset":
        return LargeTable.open(file.path, request.limits.memory_bytes)
    cached = output_cache.get_output(file.path) if request.trusted else None
    return load_value(file.path, file.port_type) if cached is None else cached


def make_view(request: ViewRequest) -> ViewMade | StepFailed:
    """Write the view of a stored value to a file as JSON."""
    path = request.file.path
    try:
        if request.file.port_type == "dataset" and path.stat().st_size > LARGE_VIEW_BYTES:
            request.view_path.write_bytes(dump_view(build_large_view(path)))
            return ViewMade(request.port, request.view_path, _dump_thumbnail(build_large_thumbnail(path)))
        value = load_value(path, request.file.port_type)
        request.view_path.write_bytes(dump_view(build_view(value)))
        return ViewMade(request.port, request.view_path, _dump_thumbnail(build_thumbnail(value)))
    except Exception as error:
        return StepFailed(describe_unexpected_error(error))


def _dump_thumbnail(thumbnail: Thumbnail | None) -> dict[str, object] | None:
    return None if thumbnail is None else thumbnail.model_dump(mode="json")


class _StepShare:
    """The processes that this step may use: its own, and those that the executor lends it."""

    def __init__(self, path: Path | None, emit_message: EmitMessage) -> None:
        self.path = path
        self.emit_message = emit_message

    def request(self, count: int) -> None:
        if self.path is not None:
            self.emit_message(WorkersRequested(min(count, MAX_WORKERS)))

    def read(self) -> int:
        try:
            return 1 if self.path is None else int(self.path.read_text()[:8])
        except (OSError, ValueError):
            return 1

    def read_control(self) -> StepControl:
        try:
            return StepControl() if self.path is None else StepControl.decode(self.path.read_text()[8:])
        except (OSError, ValueError):
            return StepControl()


class _ProgressThrottle:
    """Passes on the first and the last progress, and ten a second in between."""

    def __init__(self, emit_message: EmitMessage) -> None:
        self.emit_message = emit_message
        self.last_at = float("-inf")

    def __call__(self, progress: ProgressReport) -> None:
        moment = time.monotonic()
        if progress.done == progress.total or moment - self.last_at >= SECONDS_BETWEEN_PROGRESS:
            self.last_at = moment
            found = progress.results
            results = None if found is None else ResultsSoFar(found.columns, found.rows)
            self.emit_message(ProgressUpdate(progress.done, progress.total, progress.unit[:MAX_UNIT_LENGTH], results))

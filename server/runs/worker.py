"""One step: load the inputs, call the module, save the outputs, and tell of it.

Runs inside the sandbox only.
"""

import importlib
import json
import logging
import mimetypes
import random
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd

from modules.kit import Dataset, catalog
from modules.kit.errands import arriving
from modules.kit.files import load, plain, save
from modules.kit.progress import Progress, listening
from modules.kit.secrets import given
from modules.kit.views import glance, view
from server.runs import recent
from server.runs.child import Tell
from server.runs.failures import explained, unexpected
from server.runs.handing import taken
from server.runs.steps import (
    Failed,
    InputFile,
    LogText,
    Outcome,
    Produced,
    ProgressMade,
    StepRequest,
    Succeeded,
    Viewed,
    ViewRequest,
)

#: What most steps need; imported once, before the first fork.
PRELOADED = (
    "pyarrow.compute", "pyarrow.ipc", "sklearn.compose", "sklearn.ensemble", "sklearn.impute", "sklearn.linear_model",
    "sklearn.metrics", "sklearn.model_selection", "sklearn.pipeline", "sklearn.preprocessing", "sklearn.svm",
    "sklearn.tree", "scipy.stats", "scipy.sparse", "modules.kit.files", "modules.kit.views",
    "modules.learning.scripted", "server.runs.child", "server.runs.sampling",
    "server.runs.validation",
)  # fmt: skip
SECONDS_BETWEEN_PROGRESS = 0.1
LONGEST_UNIT = 200


def preload() -> None:
    """Import the libraries and the catalog."""
    for name in PRELOADED:
        importlib.import_module(name)
    with suppress(ImportError):  # the library may be missing: then children do without what it gives
        importlib.import_module("sandlock")
    mimetypes.knownfiles.clear()  # the machine's own lists, which openpyxl would read, are outside of the boundary
    catalog()


def rehearse(folder: Path) -> None:
    """Save and load a small table: the memory pages that every step touches become this process's own ahead of time."""
    frame = pd.DataFrame({"number": [0.5, 1.5], "text": ["a", "b"]})
    with tempfile.TemporaryDirectory(dir=folder) as made:
        load(save(Dataset(frame, {"number": "label"}), Path(made), "rehearsal").path, "dataset")


def run_step(request: StepRequest, tell: Tell) -> Outcome:
    """Run the module on its inputs; the outputs are on disk when this returns."""
    started = time.perf_counter()
    try:
        with heard(tell), listening(_Throttle(tell)), joblib.parallel_config(backend=_jobs(request)):
            outputs = _produce(request, tell)
    except BaseException as error:
        if request.trusted and not isinstance(error, Exception):
            raise
        return Failed(explained(error, request))
    return Succeeded(tuple(outputs), time.perf_counter() - started)


def _jobs(request: StepRequest) -> str:
    """How joblib works in parallel: by threads, as processes would import everything anew; in a script not at all.

    Even its threads need named semaphores, which live in memory that all programs of the machine share.
    """
    return "threading" if request.trusted else "sequential"


def _produce(request: StepRequest, tell: Tell) -> list[Produced]:
    module, secrets = request.declared, taken(request.secrets)
    values: dict[str, Any] = {}
    for port in module.inputs:
        loaded = [_loaded(file, request) for file in request.inputs.get(port.name, ())]
        values[port.name] = loaded if port.many else next(iter(loaded), None)
    random.seed(0)
    np.random.seed(0)
    produced = []
    arrived = load(request.arrived.path, request.arrived.port_type) if request.arrived else None
    with arriving(arrived), given(secrets):
        results = module.run(values, request.parameters)
    for name, value in results.items():
        saved = save(value, request.folder, name)
        produced.append(Produced(name, saved.path, saved.port_type, saved.rows, saved.columns, saved.bytes))
        if request.trusted:
            recent.keep(saved, value, most_bytes=request.limits.memory_bytes // 4)
        tell(produced[-1])
    return produced


def _loaded(file: InputFile, request: StepRequest) -> Any:
    kept = recent.find(file.path) if request.trusted else None
    return load(file.path, file.port_type) if kept is None else kept


def make_view(request: ViewRequest) -> Viewed | Failed:
    """Write the view of a stored value to a file as JSON."""
    try:
        value = load(request.file.path, request.file.port_type)
        request.view_path.write_text(json.dumps(plain(view(value)), allow_nan=False), encoding="utf-8")
        return Viewed(request.port, request.view_path, plain(glance(value)))
    except Exception as error:
        return Failed(unexpected(error))


@contextmanager
def heard(tell: Tell) -> Iterator[None]:
    """Within this block, what is logged and warned of is told."""
    handler = _Teller(tell)
    root, ours = logging.getLogger(), logging.getLogger("modules")
    before = ours.level
    ours.setLevel(logging.INFO)
    root.addHandler(handler)
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda message, category, *_: handler.warn(message, category)
        try:
            yield
        finally:
            root.removeHandler(handler)
            ours.setLevel(before)


class _Teller(logging.Handler):
    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        prefix = f"{record.levelname.capitalize()}: " if record.levelno >= logging.WARNING else ""
        self.tell(LogText("log", f"{prefix}{record.getMessage()}\n"))

    def warn(self, message: Warning | str, category: type[Warning]) -> None:
        self.tell(LogText("log", f"{category.__name__}: {message}\n"))


class _Throttle:
    """Passes on the first and the last progress, and ten a second in between."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.last = float("-inf")

    def __call__(self, progress: Progress) -> None:
        moment = time.monotonic()
        if progress.done == progress.total or moment - self.last >= SECONDS_BETWEEN_PROGRESS:
            self.last = moment
            self.tell(ProgressMade(progress.done, progress.total, progress.unit[:LONGEST_UNIT]))

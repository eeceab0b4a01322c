"""One step: load the inputs, call the module, save the outputs, and say in a sentence what went wrong.

Runs inside the sandbox only.
"""

import errno
import importlib
import json
import logging
import random
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pydantic

from modules.kit import Dataset, ModuleError, catalog
from modules.kit.files import load, plain, save
from modules.kit.progress import Progress, listening
from modules.kit.views import glance, view
from server.runs import recent
from server.runs.child import Tell
from server.runs.keeper import CODE
from server.runs.steps import (
    MIB,
    Failed,
    InputFile,
    LogText,
    Outcome,
    Produced,
    ProgressMade,
    StepError,
    StepRequest,
    Succeeded,
    Viewed,
    ViewRequest,
)

#: What most steps need; imported once, before the first fork.
PRELOADED = (
    "pyarrow.compute", "pyarrow.ipc", "sklearn.compose", "sklearn.ensemble", "sklearn.impute", "sklearn.linear_model",
    "sklearn.metrics", "sklearn.model_selection", "sklearn.pipeline", "sklearn.preprocessing", "sklearn.svm",
    "sklearn.tree", "scipy.stats", "scipy.sparse", "modules.kit.files", "modules.kit.views", "server.runs.child",
)  # fmt: skip
SECONDS_BETWEEN_PROGRESS = 0.1


def preload() -> None:
    """Import the libraries and the catalog."""
    for name in PRELOADED:
        importlib.import_module(name)
    with suppress(ImportError):  # the library may be missing: then children do without what it gives
        importlib.import_module("sandlock")
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
    except ModuleError as error:
        return Failed(_foreseen(error))
    except MemoryError:
        return Failed(_out_of_memory(request))
    except pydantic.ValidationError as error:
        return Failed(_refused(error))
    except BaseException as error:
        if not request.trusted or isinstance(error, Exception):
            return Failed(_unforeseen(error, request))
        raise
    return Succeeded(tuple(outputs), time.perf_counter() - started)


def _jobs(request: StepRequest) -> str:
    """How joblib works in parallel: by threads, as processes would import everything anew; in a script not at all.

    Even its threads need named semaphores, which live in memory that all programs of the machine share.
    """
    return "threading" if request.trusted else "sequential"


def _produce(request: StepRequest, tell: Tell) -> list[Produced]:
    module = catalog()[request.module]
    values: dict[str, Any] = {}
    for port in module.inputs:
        loaded = [_loaded(file, request) for file in request.inputs.get(port.name, ())]
        values[port.name] = loaded if port.many else next(iter(loaded), None)
    random.seed(0)
    np.random.seed(0)
    produced = []
    for name, value in module.run(values, request.parameters).items():
        saved = save(value, request.folder, name)
        produced.append(Produced(name, saved.path, saved.port_type, saved.rows, saved.columns, saved.bytes))
        if request.trusted:
            recent.keep(saved, value)
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
        return Failed(StepError(None, "Unexpected error", _sentence(error), traceback=_formatted(error)))


@contextmanager
def heard(tell: Tell) -> Iterator[None]:
    """Within this block, what is logged and warned of is told."""
    handler = _Teller(tell)
    root, ours = logging.getLogger(), logging.getLogger("modules")
    before, ours.level = ours.level, logging.INFO
    root.addHandler(handler)
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda message, category, *_: handler.warn(message, category)
        try:
            yield
        finally:
            root.removeHandler(handler)
            ours.level = before


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
            self.tell(ProgressMade(progress.done, progress.total, progress.unit))


def _foreseen(error: ModuleError) -> StepError:
    cause = _formatted(error.__cause__, own_frames=False) if error.__cause__ is not None else None
    return StepError(
        error.number, error.title, error.message, error.line, error.parameter, error.port, error.column, traceback=cause
    )


def _refused(error: pydantic.ValidationError) -> StepError:
    first = error.errors()[0]
    parameter = str(first["loc"][0]) if first["loc"] else None
    message = f"{parameter}: {first['msg']}." if parameter else f"{first['msg']}."
    return StepError(None, "Parameter not valid", message, parameter=parameter)


def _out_of_memory(request: StepRequest) -> StepError:
    limit = request.limits.memory_bytes // MIB
    message = f"The step needed more than its {limit:,} MiB of memory. Use fewer rows or columns, or raise the limit."
    return StepError(None, "Out of memory", message)


def _unforeseen(error: BaseException, request: StepRequest) -> StepError:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        limit = request.limits.output_bytes // MIB
        return StepError(None, "File too large", f"The step wrote a file of more than its {limit:,} MiB. Write less.")
    frames = _frames(error, own_frames=request.trusted)
    line = None if request.trusted or not frames else frames[-1].lineno
    text = _formatted(error, own_frames=request.trusted)
    return StepError(None, "Unexpected error", _sentence(error), line=line, traceback=text)


def _sentence(error: BaseException) -> str:
    text = str(error).strip()
    text = f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _frames(error: BaseException, *, own_frames: bool) -> list[traceback.FrameSummary]:
    """The frames of the traceback; without `own_frames` only those of code that neither we nor a library wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if own_frames or not _installed(frame.filename)]


def _installed(filename: str) -> bool:
    places = (sys.prefix, sys.base_prefix, str(CODE / "modules"), str(CODE / "server"), "<frozen")
    return filename.startswith(places)


def _formatted(error: BaseException, *, own_frames: bool = True) -> str:
    frames = _frames(error, own_frames=own_frames)
    head = "Traceback (most recent call last):\n" if frames else ""
    return head + "".join(traceback.format_list(frames)) + "".join(traceback.format_exception_only(error))

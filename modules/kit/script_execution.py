"""What modules that run a user's Python share: the script as a module, its figures, tables and errors.

Call these inside the sandbox only.
"""

import ast
import linecache
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from types import FrameType, ModuleType, TracebackType
from typing import Any

import pandas as pd

from modules.kit.errors import ModuleError, to_sentence
from modules.kit.ports import Dataset

FILE_NAME = "script.py"
SCRIPT_PARAMETER = "python_script"
PLOTS_FOLDER = Path("plots")

#: What replaces the parts of pandas that scripts of earlier years use.
PANDAS_REPLACEMENTS = {
    "append": "pd.concat([first, second])",
    "applymap": "map",
    "as_matrix": "to_numpy()",
    "convert_objects": "infer_objects() or pd.to_numeric",
    "backfill": "bfill()",
    "pad": "ffill()",
    "from_csv": "pd.read_csv",
    "ftypes": "dtypes",
    "get_dtype_counts": "dtypes.value_counts()",
    "get_value": ".at[row, column]",
    "set_value": ".at[row, column] = value",
    "icol": ".iloc[:, position]",
    "irow": ".iloc[position]",
    "iteritems": "items()",
    "ix": ".loc for labels or .iloc for positions",
    "lookup": ".loc, or numpy indexing of to_numpy()",
    "mad": "(x - x.mean()).abs().mean()",
    "sort": "sort_values() or sort_index()",
    "sortlevel": "sort_index(level=...)",
    "swapaxes": "transpose()",
    "tshift": "shift(freq=...)",
    "slice_shift": "shift()",
    "first": ".loc with a slice of dates",
    "last": ".loc with a slice of dates",
    "Panel": "a DataFrame with a MultiIndex",
    "Int64Index": "pd.Index(..., dtype='int64')",
    "Float64Index": "pd.Index(..., dtype='float64')",
    "datetime": "import datetime",
    "np": "import numpy as np",
    "rolling_mean": "Series.rolling(window).mean()",
    "rolling_sum": "Series.rolling(window).sum()",
    "rolling_std": "Series.rolling(window).std()",
    "ewma": "Series.ewm(...).mean()",
    "scatter_matrix": "pd.plotting.scatter_matrix",
}
REMOVED_ATTRIBUTE = re.compile(
    r"(?:'(DataFrame|Series|Index)' object|(?:module|type object) '(pandas|DataFrame|Series)')"
    r" has no attribute '(\w+)'"
)


def restore_roles(frame: pd.DataFrame, inputs: Sequence[Dataset | None]) -> Dataset:
    """The returned table, with the roles and scores of input columns of the same name."""
    frame = reset_row_names(frame)
    datasets = [dataset for dataset in inputs if dataset is not None]
    roles = {name: role for dataset in reversed(datasets) for name, role in dataset.roles.items()}
    names = set(frame.columns)
    scores = next(
        (
            dataset.scores
            for dataset in datasets
            if dataset.scores and {dataset.scores.predicted, *dataset.scores.probabilities.values()} <= names
        ),
        None,
    )
    return Dataset(frame.infer_objects(), roles, scores)


def reset_row_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows numbered from 0; what the index says of them, as the groups of a groupby, becomes columns in front."""
    named = any(name is not None for name in frame.index.names) or pd.api.types.is_string_dtype(frame.index)
    taken = any(name in frame.columns for name in frame.index.names)
    return frame.reset_index(drop=taken or not named)


def compile_script(source: str) -> Any:
    """The script's code; its lines are known to tracebacks under the file name script.py."""
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    return compile(source, FILE_NAME, "exec", dont_inherit=True)


@contextmanager
def script_module() -> Iterator[ModuleType]:
    """A module named script for the user's names, found by pickle and dataclasses while it runs."""
    # matplotlib reads this when the script imports it; here is no screen.
    os.environ["MPLBACKEND"] = "Agg"
    script = ModuleType("script")
    script.__file__ = FILE_NAME
    before = sys.modules.get("script")
    sys.modules["script"] = script
    try:
        yield script
    finally:
        if before is None:
            sys.modules.pop("script", None)
        else:
            sys.modules["script"] = before


def save_plots() -> None:
    """Write the figures that the script left open as plots/figure-1.png and so on."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        PLOTS_FOLDER.mkdir(exist_ok=True)
        pyplot.figure(number).savefig(PLOTS_FOLDER / f"figure-{number}.png", dpi=120, bbox_inches="tight")
    pyplot.close("all")


@contextmanager
def script_errors(entry: str) -> Iterator[None]:
    """What goes wrong in the script becomes error 85 with its line; the traceback goes to the log as well.

    `entry` is the function that the script is to return from.
    """
    try:
        yield
    except ModuleError:
        raise
    except SyntaxError as error:
        if error.filename != FILE_NAME:
            raise _to_module_error(error, entry) from error.with_traceback(_trim_traceback(error.__traceback__))
        message = to_sentence(f"{type(error).__name__}: {error.msg}")
        raise ModuleError(85, message, parameter=SCRIPT_PARAMETER, line=error.lineno) from error.with_traceback(None)
    except (Exception, SystemExit) as error:
        raise _to_module_error(error, entry) from error.with_traceback(_trim_traceback(error.__traceback__))


def _to_module_error(error: BaseException, entry: str) -> ModuleError:
    frames = _find_script_frames(error.__traceback__)
    line = frames[-1][1] if frames else None
    message = to_sentence(_explain_error(error, frames[-1][0] if frames else None, entry))
    trimmed = traceback.TracebackException(type(error), error, _trim_traceback(error.__traceback__))
    sys.stderr.write("".join(trimmed.format(chain=False)))
    return ModuleError(85, message, parameter=SCRIPT_PARAMETER, line=line)


def _find_script_frames(trace: TracebackType | None) -> list[tuple[FrameType, int]]:
    """The script's own frames and lines, outermost first."""
    return [(frame, line) for frame, line in traceback.walk_tb(trace) if frame.f_code.co_filename == FILE_NAME]


def _trim_traceback(trace: TracebackType | None) -> TracebackType | None:
    """The traceback with the script's own frames only."""
    kept: TracebackType | None = None
    links = []
    while trace is not None:
        links.append(trace)
        trace = trace.tb_next
    for link in reversed(links):
        if link.tb_frame.f_code.co_filename == FILE_NAME:
            kept = TracebackType(kept, link.tb_frame, link.tb_lasti, link.tb_lineno)
    return kept


def _explain_error(error: BaseException, frame: FrameType | None, entry: str) -> str:
    """The exception's own words, and what to do where that can be told."""
    if isinstance(error, KeyError) and frame is not None:
        missing = _explain_missing_column(error, frame)
        if missing:
            return missing
    if isinstance(error, SystemExit):
        return f"The script ended itself with exit code {error.code}. Return from {entry} instead."
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, ModuleNotFoundError):
        return f"{text}. Install the package where Designery runs."
    removed = REMOVED_ATTRIBUTE.search(str(error)) if isinstance(error, AttributeError) else None
    if removed and removed[3] in PANDAS_REPLACEMENTS:
        owner = removed[1] or removed[2]
        replacement = PANDAS_REPLACEMENTS[removed[3]]
        return f"{text}. pandas {pd.__version__} has no {owner}.{removed[3]} any more: use {replacement}."
    return text


def _explain_missing_column(error: KeyError, frame: FrameType) -> str | None:
    """A sentence about the column that is not there, when the script asked one of its tables for it."""
    tables = [value for value in frame.f_locals.values() if isinstance(value, pd.DataFrame)]
    names = list(dict.fromkeys(str(name) for table in tables for name in table.columns))
    requested = _parse_key_error(error)
    if not tables or not requested or requested[0] in names:
        return None
    close = get_close_matches(requested[0], names, n=1, cutoff=0.6)
    hint = f" The closest name is '{close[0]}'." if close else f" There are: {', '.join(names[:8])}."
    return f"Column '{requested[0]}' does not exist.{hint}"


def _parse_key_error(error: KeyError) -> list[str]:
    """The names in a KeyError of pandas: 'prise', or "['prise'] not in index"."""
    key = error.args[0] if error.args else None
    if not isinstance(key, str):
        return []
    listed = re.search(r"\[[^\]]*'[^\]]*\]", key)
    if listed is None:
        return [key]
    try:
        found = ast.literal_eval(listed[0])
    except (SyntaxError, ValueError):
        return re.findall(r"'([^']+)'", listed[0])
    return [str(name) for name in found]

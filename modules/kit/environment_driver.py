"""Runs a function or a class of a script over tables, in a Python that has nothing of ours, with a folder as argument.

Tables come and go as Arrow files; `job.json` says what is to be called, `error.json` what went wrong. It needs pandas
and pyarrow of the environment, and works with old versions of both.
"""

from __future__ import annotations

import inspect
import json
import linecache
import pickle
import sys
import traceback
import types
import typing
from pathlib import Path

if typing.TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

FILE_NAME = "script.py"


def main() -> None:
    # Packages of the environment may be called like files of ours.
    sys.path[:] = [entry for entry in sys.path if entry != str(Path(__file__).parent)]
    folder = Path(sys.argv[1])
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    if job.get("bundle"):
        sys.path.insert(0, job["bundle"])
    try:
        import pandas  # noqa: F401
        import pyarrow.ipc  # noqa: F401
    except ImportError as error:
        write_error(folder, "missing", str(error), None)
        return
    source = job["source"]
    script = types.ModuleType("script")
    script.__file__ = FILE_NAME
    sys.modules["script"] = script
    try:
        linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
        script.__dict__.update(collect_provided_names(job.get("provided", False)))
        exec(compile(source, FILE_NAME, "exec", dont_inherit=True), script.__dict__)
        write_tables(
            folder, call_function(folder, script, job) if job["call"] == "function" else use_model(folder, script, job)
        )
        save_plots()
    except BaseException as error:
        report_error(folder, error)


def collect_provided_names(wanted: bool) -> dict[str, object]:
    """What the source may name without importing it."""
    if not wanted:
        return {}
    import numpy
    import pandas

    field = lambda *_, **__: None  # noqa: E731  annotations alone use it
    names = {"np": numpy, "pd": pandas, "DataFrame": pandas.DataFrame, "Column": str, "Columns": list, "Field": field}
    return {
        **names,
        **{name: getattr(typing, name) for name in ("Annotated", "Literal", "NamedTuple") if hasattr(typing, name)},
    }


def call_function(folder: Path, script: types.ModuleType, job: Mapping[str, Any]) -> list[Any]:
    """The tables that the function returns."""
    import pandas

    function = script.__dict__.get(job["function"])
    if not callable(function):
        raise LookupError(f"The script must define a function named {job['function']}.")
    tables = [read_table(folder, value) for value in job["tables"]]
    if job["cut"]:
        tables = tables[: count_positional(function)]
    returned = function(*tables, **job["parameters"])
    listed = list(returned) if isinstance(returned, (tuple, list)) else [returned]
    for value in listed:
        if value is not None and not isinstance(value, pandas.DataFrame):
            raise TypeError(f"{job['function']} must return DataFrames. Got {type(value).__name__}.")
    return listed


def use_model(folder: Path, script: types.ModuleType, job: Mapping[str, Any]) -> list[Any]:
    """Make an object of the script's class, train one and keep it, or have a trained one predict."""
    file = folder / "model"
    if job["call"] == "predict":
        model = pickle.loads(file.read_bytes())  # nosec B301  written by this script, in this environment
        return [to_frame(model.predict(read_table(folder, job["features"])))]
    model = make_model(script, job["classes"])
    if job["call"] == "train":
        label: Any = read_table(folder, job["label"])
        model.train(read_table(folder, job["features"]), label["label"])
        try:
            file.write_bytes(pickle.dumps(model, protocol=4))
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            reason = f"The trained model can't be stored ({error}). Don't keep lambdas, files or locks in self."
            raise LookupError(reason) from None
    return []


def make_model(script: types.ModuleType, classes: list[str]) -> Any:
    """An object of the class that the script defines."""
    kind = next((found for name in classes if isinstance(found := script.__dict__.get(name), type)), None)
    if kind is None:
        raise LookupError(f"The script must define a class named {classes[0]}, with train and predict.")
    for method in ("train", "predict"):
        if not callable(getattr(kind, method, None)):
            raise LookupError(f"The class {kind.__name__} has no method {method}.")
    return kind()


def to_frame(returned: object) -> object:
    """What predict returned, as a table without an index of its own."""
    import numpy
    import pandas

    if isinstance(returned, (numpy.ndarray, list)):
        flat = numpy.ndim(returned) == 1
        return pandas.DataFrame({"Scored Labels": list(returned)}) if flat else pandas.DataFrame(returned)
    if isinstance(returned, pandas.Series):
        returned = returned.to_frame(name="Scored Labels")
    if isinstance(returned, pandas.DataFrame):
        return returned.reset_index(drop=True)
    raise TypeError(f"predict must return a DataFrame of predictions. Got {type(returned).__name__}.")


def count_positional(function: Callable[..., object]) -> int:
    """How many tables the function takes."""
    kinds = [parameter.kind for parameter in inspect.signature(function).parameters.values()]
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return 2
    return sum(kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD) for kind in kinds)


def read_table(folder: Path, name: str | list[str] | None) -> object:
    """A table, a list of tables, or None. What another pandas wrote about types of its own is not believed."""
    import pyarrow

    if name is None:
        return None
    if isinstance(name, list):
        return [read_table(folder, one) for one in name]
    with pyarrow.OSFile(str(folder / name)) as source:
        return pyarrow.ipc.open_file(source).read_all().replace_schema_metadata(None).to_pandas()


def write_tables(folder: Path, tables: list[Any]) -> None:
    """Each table as an Arrow file; what the index says of rows becomes columns in front."""
    import pandas
    import pyarrow

    for number, frame in enumerate(tables):
        if frame is None:
            continue
        named = any(name is not None for name in frame.index.names) or frame.index.dtype == object
        taken = any(name in frame.columns for name in frame.index.names)
        frame = frame.reset_index(drop=taken or not named)
        frame.columns = [str(name) for name in frame.columns]
        try:
            table = pyarrow.Table.from_pandas(frame, preserve_index=False)
        except (pyarrow.ArrowException, TypeError, ValueError, OverflowError):
            texts = {name: frame[name].map(str, na_action="ignore") for name in frame if frame[name].dtype == object}
            table = pyarrow.Table.from_pandas(frame.assign(**texts), preserve_index=False)
        table = table.replace_schema_metadata(None)
        sink = pyarrow.OSFile(str(folder / f"result{number}.arrow"), "wb")
        with sink, pyarrow.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    (folder / "done").write_text(json.dumps({"count": len(tables), "pandas": pandas.__version__}), encoding="utf-8")


def save_plots() -> None:
    """Write the figures that the script left open."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        plots = Path("plots")
        plots.mkdir(exist_ok=True)
        pyplot.figure(number).savefig(plots / f"figure-{number}.png", dpi=120, bbox_inches="tight")


def report_error(folder: Path, error: BaseException) -> None:
    """The traceback of the script goes to the log, and its last line to whoever started this."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE_NAME]
    line = frames[-1].lineno if frames else getattr(error, "lineno", None)
    sys.stderr.write("".join(["Traceback (most recent call last):\n", *traceback.format_list(frames)]))
    sys.stderr.write("".join(traceback.format_exception_only(type(error), error)))
    own = isinstance(error, (LookupError, TypeError)) and not frames
    text = str(error) if own else f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    write_error(folder, "failed", text, line)


def write_error(folder: Path, kind: str, message: str, line: int | None) -> None:
    content = json.dumps({"kind": kind, "message": message, "line": line})
    (folder / "error.json").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()

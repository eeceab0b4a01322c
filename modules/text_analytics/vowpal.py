"""Vowpal Wabbit: what its two modules share. It learns from lines of text, by options as on its command line.

It reads and writes files only; those here are in a temporary folder that is gone when the step ends. It runs in a
process of its own, since options that do not go together can make it end its process.
"""

import json
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from modules.kit import Dataset, ModuleError, Task, TrainedModel
from modules.kit.errors import to_sentence
from modules.text_analytics.texts import TEXT_TYPES, read_texts

FileType = Literal["VW", "SVMLight"]

FILES = "it reads or writes files, which this module does itself"
MULTI_OUTPUT_OPTIONS = "it predicts more than one number for a row"
UNSUPERVISED = "it does not learn to predict a label from the rows"
#: Options that are refused, with and without their short form, and why.
REFUSED_OPTIONS = {
    **dict.fromkeys(("data", "d", "stdin", "daemon", "port", "port_file", "num_children", "foreground"), FILES),
    **dict.fromkeys(("pid_file", "sendto", "span_server", "span_server_port", "unique_id", "total", "node"), FILES),
    **dict.fromkeys(
        ("cache", "c", "cache_file", "kill_cache", "k", "compressed", "dictionary_path", "dictionary"), FILES
    ),
    **dict.fromkeys(
        ("final_regressor", "f", "initial_regressor", "i", "predictions", "p", "raw_predictions", "r"), FILES
    ),
    **dict.fromkeys(("readable_model", "invert_hash", "save_per_pass", "feature_mask", "extra_metrics"), FILES),
    **dict.fromkeys(("input_feature_regularizer", "output_feature_regularizer_binary", "cb_continuous_log"), FILES),
    **dict.fromkeys(("output_feature_regularizer_text", "per_feature_regularizer_input", "audit", "a"), FILES),
    **dict.fromkeys(("per_feature_regularizer_output", "per_feature_regularizer_output_text", "flatbuffer"), FILES),
    **dict.fromkeys(("json", "dsjson", "chain_hash_json", "csv", "version", "help", "h", "testonly", "t"), FILES),
    **dict.fromkeys(
        ("probabilities", "scores", "multilabel_oaa", "cbt", "cb", "cb_explore", "cb_adf", "wap"), MULTI_OUTPUT_OPTIONS
    ),
    **dict.fromkeys(
        ("cb_explore_adf", "wap_ldf", "csoaa_ldf", "search", "plt", "cats", "rank", "ccb", "slates"),
        MULTI_OUTPUT_OPTIONS,
    ),
    **dict.fromkeys(("lda", "active", "active_cover", "simulation", "rank", "stagewise_poly", "gd_mf"), UNSUPERVISED),
}
MULTICLASS = ("oaa", "ect", "csoaa", "log_multi", "recall_tree")
TWO_CLASS_LOSSES = ("logistic", "hinge")
CONSTANT = "Constant"


#: Ends without tidying up after an error: that is where Vowpal Wabbit aborts.
PROGRAM = """
import json, os, sys
from vowpalwabbit import Workspace
try:
    Workspace(arg_list=json.load(sys.stdin)).finish()
except BaseException as error:
    print(error, file=sys.stderr, flush=True)
    os._exit(1)
"""


@dataclass(frozen=True)
class VowpalModel:
    """A trained model as the bytes of its file, with the options that it was trained by."""

    content: bytes
    arguments: tuple[str, ...]
    #: Features and their weights, where they were asked for.
    weights: tuple[tuple[str, float], ...] = ()

    @property
    def named(self) -> dict[str, float]:
        return {feature: weight for feature, weight in self.weights if feature != CONSTANT}

    @property
    def coef_(self) -> Any:
        """As linear models of scikit-learn have it, so that the view of a model shows it; absent without weights."""
        if not self.weights:
            raise AttributeError("coef_")
        return np.array(list(self.named.values()))

    @property
    def intercept_(self) -> float:
        return dict(self.weights).get(CONSTANT, 0.0)


def parse_arguments(text: str) -> tuple[str, ...]:
    """The options as a list; error 2 where quotes do not match or an option is refused."""
    try:
        arguments = tuple(shlex.split(text))
    except ValueError as error:
        message = f"The VW arguments can't be read: {str(error).lower()}."
        raise ModuleError(2, message, parameter="vw_arguments") from None
    for argument in arguments:
        for name in _find_option_names(argument):
            if name in REFUSED_OPTIONS:
                message = f"Remove '{argument}' from the VW arguments: {REFUSED_OPTIONS[name]}."
                raise ModuleError(2, message, parameter="vw_arguments")
    return arguments


def _find_option_names(argument: str) -> Iterable[str]:
    """The option that an argument names, or none where it is a value: --passes=3, -b18, -0.5."""
    if argument.startswith("--"):
        yield argument[2:].partition("=")[0]
    elif re.match(r"-[a-zA-Z]", argument):
        yield argument[1]


def get_option_value(arguments: Sequence[str], name: str) -> str | None:
    """The value of a long option: `--name value` or `--name=value`."""
    for place, argument in enumerate(arguments):
        if argument == f"--{name}":
            return arguments[place + 1] if place + 1 < len(arguments) else ""
        if argument.startswith(f"--{name}="):
            return argument.partition("=")[2]
    return None


def detect_task(arguments: Sequence[str]) -> Task:
    """What the options make it learn."""
    if any(get_option_value(arguments, name) is not None for name in MULTICLASS):
        return "multiclass"
    binary = "--binary" in arguments
    return "two-class" if binary or get_option_value(arguments, "loss_function") in TWO_CLASS_LOSSES else "regression"


def read_lines(dataset: Dataset, column: str | None, file_type: FileType, *, port: str) -> list[str]:
    """One line in VW format for each row; a missing text is a row without features."""
    name = column or find_text_column(dataset, port)
    texts = read_texts(dataset, name, parameter="text_column", port=port)
    if file_type == "SVMLight":
        return [_convert_svmlight(text, number, name, port) for number, text in enumerate(texts, start=1)]
    lines = [" ".join(text.split()) or "|" for text in texts]
    for number, line in enumerate(lines, start=1):
        if "|" not in line:
            message = (
                f"Row {number:,} of '{name}' is not a line in VW format: it has no '|'. A line is a label, a '|', and "
                f"the features, as in '1 | price:2 red'. Got '{line[:60]}'."
            )
            raise ModuleError(49, message, port=port, column=name)
    return lines


def find_text_column(dataset: Dataset, port: str) -> str:
    """The only column of text; error 22 where there is none or several."""
    names = [column.name for column in dataset.schema if column.type in TEXT_TYPES]
    if len(names) != 1:
        message = f"The data at '{port}' have {len(names)} columns of text. Choose the one with the lines for VW."
        raise ModuleError(22, message, port=port, parameter="text_column")
    return names[0]


def _convert_svmlight(text: str, number: int, column: str, port: str) -> str:
    """`label index:value ... # remark` in VW format; the index is the feature's name."""
    label, *features = text.partition("#")[0].split() or [""]
    for part in (f"0:{label}" if label else "0:0", *features):
        name, colon, value = part.partition(":")
        if not (name.isdigit() or name == "qid") or not colon or not _is_number(value):
            message = (
                f"Row {number:,} of '{column}' is not a line in SVMLight format: '{part.removeprefix('0:')[:60]}'. A "
                "line is a number for the label and features as index:value."
            )
            raise ModuleError(49, message, port=port, column=column)
    kept = [part for part in features if not part.startswith("qid:")]
    return " ".join([label, "|", *kept])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def parse_label(line: str) -> str | None:
    """The label of a line in VW format: what is first, unless the line begins with its features."""
    first = line.partition("|")[0].split()
    return first[0].partition(":")[0] if first else None


def train_vowpal(
    lines: Sequence[str], arguments: tuple[str, ...], start: VowpalModel | None, *, weights: bool
) -> VowpalModel:
    """Learn from the lines, going on from an earlier model where there is one; error 39 with VW's own words.

    A model file does not keep every option, as the loss function: without arguments those of the start are taken.
    """
    arguments = arguments or (start.arguments if start else ())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = _write_lines(folder / "data.txt", lines)
        cache = ["--cache_file", str(folder / "cache"), "-k"] if get_option_value(arguments, "passes") else []
        files = ["-d", str(data), "-f", str(folder / "model")]
        _run_vowpal(
            [*_build_start_arguments(folder, start), *arguments, *cache, *_build_stateless_arguments(arguments), *files]
        )
        model = VowpalModel((folder / "model").read_bytes(), arguments)
        return VowpalModel(model.content, arguments, _read_vowpal_weights(model, folder, data)) if weights else model


@dataclass(frozen=True)
class VowpalPredictions:
    """What a model says of each line: a number, and in `raw` what that number was made from, as VW writes it."""

    numbers: list[float]
    raw: list[str]


def predict_vowpal(model: VowpalModel, lines: Sequence[str], arguments: tuple[str, ...]) -> VowpalPredictions:
    """The prediction of each line; error 39 where VW cannot, or does not give one number for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, predictions, raw = _write_lines(folder / "data.txt", lines), folder / "predictions", folder / "raw"
        _run_vowpal(
            [
                *_build_start_arguments(folder, model),
                *arguments,
                "-t",
                "-d",
                str(data),
                "-p",
                str(predictions),
                "-r",
                str(raw),
            ]
        )
        found = [line.split()[0] for line in predictions.read_text().splitlines() if line.strip()]
        beneath = [line.strip() for line in raw.read_text().splitlines() if line.strip()] if raw.exists() else []
    if len(found) != len(lines) or not all(map(_is_number, found)):
        message = "Vowpal Wabbit did not return one number for each row. Remove options that return several."
        raise ModuleError(39, message, parameter="vw_arguments")
    return VowpalPredictions([float(value) for value in found], beneath)


def _write_lines(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _build_start_arguments(folder: Path, model: VowpalModel | None) -> list[str]:
    if model is None:
        return []
    path = folder / "start"
    path.write_bytes(model.content)
    return ["-i", str(path), *_build_stateless_arguments(model.arguments)]


def _build_stateless_arguments(arguments: Sequence[str]) -> list[str]:
    """The second-order method keeps nothing but the weights."""
    return ["--predict_only_model"] if "--bfgs" in arguments else []


def _run_vowpal(arguments: Sequence[str]) -> None:
    command = [sys.executable, "-I", "-c", PROGRAM]
    told = json.dumps(["--quiet", "--no_stdin", *arguments])
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip() or f"it ended with {done.returncode}"
        raise ModuleError(39, to_sentence(f"Vowpal Wabbit can't do this: {said}"), parameter="vw_arguments")


def _read_vowpal_weights(model: VowpalModel, folder: Path, data: Path) -> tuple[tuple[str, float], ...]:
    """The features by name with their weights: one look at the data again, since the model knows hashes only."""
    path = folder / "inverted"
    _run_vowpal([*_build_start_arguments(folder, model), "-t", "-d", str(data), "--invert_hash", str(path)])
    text = path.read_text(encoding="utf-8", errors="replace")
    found = (line.rsplit(":", 2) for line in text.partition("\n:")[2].splitlines())
    named = [(parts[0], parts[2].split()[0]) for parts in found if len(parts) == 3 and parts[2].strip()]
    weights = [(feature.replace("^", " "), float(value)) for feature, value in named if _is_number(value)]
    return tuple(sorted(weights, key=lambda item: (-abs(item[1]), item[0])))


def unwrap_vowpal_model(model: TrainedModel, *, port: str) -> VowpalModel:
    """The model of VW within a trained model; error 13 where it is another learner's."""
    if not isinstance(model.pipeline, VowpalModel):
        message = f"The model at '{port}' is a {model.learner}. Connect one of Train Vowpal Wabbit Model."
        raise ModuleError(13, message, port=port)
    return model.pipeline

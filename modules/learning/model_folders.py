"""A model as a zip that works without Designery: plain files, which say themselves what they need."""

import json
import pickle
import platform
import zipfile
from collections.abc import Mapping
from pathlib import Path

from modules.kit import TrainedModel, Transformation, catalog
from modules.kit.module_roles import get_module
from modules.kit.schema import Column
from modules.kit.source_files import ROOT, find_closure, list_pickled_modules, list_requirements, locate_module
from modules.learning.onnx_models import FORM as ONNX
from modules.learning.onnx_models import convert_to_onnx
from modules.learning.plain_pipelines import (
    build_plain_pipeline,
    convert_rows,
    get_sample,
    predict_expected,
    refuse_part,
)
from modules.learning.predicting import LABELS, PROBABILITIES, name_probability_columns

#: Equal models give equal files, whenever they are written.
MOMENT = (1980, 1, 1, 0, 0, 0)
LOADER = "designery_model"
#: The types of MLflow, which takes neither a table of whole numbers for `double` nor one with gaps for `long`.
MLFLOW_TYPES = {"real": "double", "integer": "long", "boolean": "boolean", "datetime": "datetime"}

LOADER_SOURCE = '''\
"""Loads the model beside it: load_model(path).predict(frame) gives its scores as a table."""

import pickle
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pandas as pd

from modules.kit.ports import Dataset, Transformation
from modules.learning.predicting import score_dataset


class LoadedModel:
    """A model that predicts rows of pandas."""

    def __init__(self, value):
        self.value = value

    def predict(self, frame, params=None):
        """The scores of each row, or the changed rows where this is a transformation."""
        rows = Dataset(pd.DataFrame(frame).reset_index(drop=True))
        if isinstance(self.value, Transformation):
            return self.value.apply(rows).frame
        return score_dataset(self.value, rows).columns


def load_model(path):
    """The model of a pickle. Loading a pickle runs what its author wrote: load only those that you trust."""
    with Path(path).open("rb") as stream:
        return LoadedModel(pickle.load(stream))


_load_pyfunc = load_model
'''

PICKLE_README = """\
# {title}

    pip install -r requirements.txt

    import sys
    sys.path.insert(0, "code")
    from designery_model import load_model

    scores = load_model("model.pickle").predict(frame)  # a pandas DataFrame

The scores are those of Score Model. `code` has the files of Designery that the model needs, and nothing else is
needed of it. Python {python} and the versions in `requirements.txt` are those that wrote it. Loading a pickle runs
what its author wrote: load only models that you trust.
"""
MLFLOW_README = """\
# {title}

    import mlflow.pyfunc
    scores = mlflow.pyfunc.load_model("this folder").predict(frame)

    mlflow models serve --model-uri "this folder" --env-manager virtualenv

Unpack the zip first. The scores are those of Score Model. MLflow takes each column in the type that `MLmodel` says:
whole numbers as `long`, or as `double` if the training rows that the model keeps have gaps there.
"""
SKOPS_README = """\
# {title}

    pip install -r requirements.txt

    import skops.io
    pipeline = skops.io.load("model.skops", trusted={trusted})
    pipeline.predict(frame)

A pipeline of scikit-learn. Its columns are {columns}: texts as objects, numbers and booleans as floats, missing
values as NaN. On {rows:,} training rows it predicts exactly what Score Model does. skops runs no code while it
loads, and names each type that it does not know.
"""
ONNX_README = """\
# {title}

    pip install onnxruntime

    import onnxruntime
    session = onnxruntime.InferenceSession("model.onnx")
    session.run(None, feed)

One input for each column, of shape [rows, 1]: {columns}. Texts are strings, a missing one is empty; numbers and
booleans are 32-bit floats, a missing one is NaN. On {rows:,} training rows the predictions are those of Score
Model, to 0.00001.
"""

Files = dict[str, bytes]


def write_model_file(value: TrainedModel | Transformation, form: str, path: Path) -> str:
    """Write the model as a zip, and return a sentence about it. Raises ModuleError where it has no such form."""
    if isinstance(value, Transformation) or form in ("Pickle", "MLflow model"):
        files, sentence = _build_folder(value, form)
    else:
        files, sentence = _write_skops(value) if form == "skops" else _write_onnx(value)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), files[name], zipfile.ZIP_DEFLATED)
    return sentence


def _build_folder(value: TrainedModel | Transformation, form: str) -> tuple[Files, str]:
    """The pickle with the code that it names; for MLflow also what describes it there."""
    content = pickle.dumps(value, protocol=5)
    named = list_pickled_modules(content)
    scorer = get_module(catalog(), "scorer").function.__module__  # which module scores a model is looked up there
    starts = {"modules.learning.predicting", scorer, *(name for name in named if name.startswith("modules."))}
    closure = find_closure(name for name in starts if locate_module(name, strict=False).exists())
    files: Files = {"model.pickle": content, f"code/{LOADER}.py": LOADER_SOURCE.encode()}
    for name in closure.own:
        path = locate_module(name)
        files[f"code/{path.relative_to(ROOT).as_posix()}"] = path.read_bytes()
    requirements = list_requirements({*closure.foreign, *(name.partition(".")[0] for name in named)})
    files["requirements.txt"] = _to_lines(requirements)
    if form == "MLflow model":
        files |= _describe_for_mlflow(value, requirements)
    readme = MLFLOW_README if form == "MLflow model" else PICKLE_README
    files["README.md"] = readme.format(title=_get_title(value), python=platform.python_version()).encode()
    return files, f"{form}, with {len(requirements)} requirements."


def _get_title(value: TrainedModel | Transformation) -> str:
    return value.title if isinstance(value, Transformation) else value.learner


def _to_lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _describe_for_mlflow(value: TrainedModel | Transformation, requirements: list[str]) -> Files:
    """What MLflow reads: the model, its signature and its environment. JSON is YAML too."""
    python = platform.python_version()
    flavor = {
        "code": "code",
        "data": "model.pickle",
        "env": {"conda": "conda.yaml", "virtualenv": "python_env.yaml"},
        "loader_module": LOADER,
        "python_version": python,
    }
    described: dict[str, object] = {"flavors": {"python_function": flavor}}
    if isinstance(value, TrainedModel):
        described["signature"] = _describe_signature(value)
    conda = {
        "name": "mlflow-env",
        "channels": ["conda-forge"],
        "dependencies": [f"python={python}", "pip", {"pip": ["mlflow", *requirements]}],
    }
    environment = {"python": python, "dependencies": ["-r requirements.txt"]}
    found: Mapping[str, object] = {"MLmodel": described, "conda.yaml": conda, "python_env.yaml": environment}
    written = {name: json.dumps(content, indent=2, ensure_ascii=False).encode() for name, content in found.items()}
    return written | {"requirements.txt": _to_lines(["mlflow", *requirements])}


def _describe_signature(model: TrainedModel) -> dict[str, object]:
    inputs = [
        {"type": _choose_mlflow_type(model, column), "name": column.name, "required": True}
        for column in model.features
    ]
    numbers = model.task == "regression" or (model.label is not None and model.label.type in ("integer", "real"))
    outputs = [{"type": "double" if numbers else "string", "name": LABELS, "required": True}]
    if model.classes:
        named = name_probability_columns(model) or {"": PROBABILITIES}
        outputs += [{"type": "double", "name": name, "required": True} for name in named.values()]
    return {"inputs": json.dumps(inputs), "outputs": json.dumps(outputs), "params": None}


def _choose_mlflow_type(model: TrainedModel, column: Column) -> str:
    """What pandas makes of such a column: whole numbers with gaps are floats there."""
    if column.type == "integer" and (model.sample is None or bool(model.sample[column.name].isna().any())):
        return "double"
    return MLFLOW_TYPES.get(column.type, "string")


def _write_skops(model: TrainedModel) -> tuple[Files, str]:
    """The pipeline of scikit-learn alone; compared with Score Model after it was read again."""
    import skops.io

    pipeline = build_plain_pipeline(model, "skops")
    sample = get_sample(model, "skops")
    content = skops.io.dumps(pipeline)
    trusted = skops.io.get_untrusted_types(data=content)
    found = skops.io.loads(content, trusted=trusted).predict(convert_rows(model, sample))
    expected, _ = predict_expected(model, sample)
    wrong = int((found.astype(expected.dtype if expected.dtype.kind == "f" else str) != expected).sum())
    if wrong:
        raise refuse_part(model, f"{wrong:,} of {len(sample):,} training rows get another prediction there.", "skops")
    columns = _name_columns(model)
    readme = SKOPS_README.format(title=model.learner, trusted=trusted, columns=columns, rows=len(sample))
    requirements = list_requirements({"skops", type(model.pipeline[-1]).__module__.partition(".")[0]})
    files = {"model.skops": content, "requirements.txt": _to_lines(requirements), "README.md": readme.encode()}
    return files, f"skops, verified on {len(sample):,} training rows."


def _name_columns(model: TrainedModel) -> str:
    return ", ".join(f"`{column.name}`" for column in model.features)


def _write_onnx(model: TrainedModel) -> tuple[Files, str]:
    made = convert_to_onnx(model)
    readme = ONNX_README.format(title=model.learner, columns=_name_columns(model), rows=made.verified_rows)
    files = {"model.onnx": made.content, "README.md": readme.encode()}
    return files, f"{ONNX}, verified on {made.verified_rows:,} training rows."

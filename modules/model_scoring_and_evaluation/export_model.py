"""Export Model: a trained model as a file that works without Designery."""

import logging
import tempfile
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from modules.kit import Call, File, ModuleError, TrainedModel, Transformation, module
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.requirements import format_install_command, list_missing_packages
from modules.learning.model_folders import write_model_file
from modules.learning.supervised_examples import make_loan_model

log = logging.getLogger(__name__)

ModelFileFormat = Literal["Pickle", "MLflow model", "skops", "ONNX"]
#: What a format is written with.
PACKAGES: dict[str, tuple[str, ...]] = {"skops": ("skops",), "ONNX": ("skl2onnx", "onnxruntime")}


class ExportModelOutputs(NamedTuple):
    file: File


def _emit_code(step: StepCode) -> None:
    del step
    raise CannotGenerateCode("The script has the model itself. Save it with joblib, skops or skl2onnx.")


@module(
    "Export Model",
    category="Model Scoring and Evaluation",
    icon="package-export",
    role="model_exporter",
    at_inference="drop",
    example=lambda: Call.of(make_loan_model()),
    emit_code=_emit_code,
    keywords=("ONNX", "skops", "pickle", "MLflow", "save model", "convert model", "download model", "deploy elsewhere"),
)
def export_model(
    trained_model: TrainedModel | None = None,
    transformation: Transformation | None = None,
    *,
    file_format: Annotated[
        ModelFileFormat,
        Field(description="ONNX and skops take models that consist of scikit-learn alone; the others take all."),
    ] = "Pickle",
) -> ExportModelOutputs:
    """Write a trained model or a transformation as a zip that works without Designery.

    Pickle and MLflow model have the model with the few files of code that it needs, and the versions of its packages;
    MLflow loads the unpacked folder as it is. skops is a pipeline of scikit-learn that loads without running code. ONNX
    is for other languages and small devices, and the fastest.

    skops and ONNX are compared with Score Model on up to 500 training rows. A model that does not convert, or that then
    predicts something else, is refused, with the part that is the reason.
    """
    value = _choose_value(trained_model, transformation)
    if isinstance(value, Transformation) and file_format in PACKAGES:
        message = f"A transformation can't be exported as {file_format}. Use Pickle or MLflow model."
        raise ModuleError(13, message, port="transformation", parameter="file_format")
    _require_packages(file_format)
    path = Path(tempfile.mkdtemp(prefix="model-")) / "model.zip"
    log.info("%s", write_model_file(value, file_format, path))
    return ExportModelOutputs(File(path, path.name))


def _choose_value(model: TrainedModel | None, transformation: Transformation | None) -> TrainedModel | Transformation:
    if model is not None and transformation is None:
        return model
    if transformation is not None and model is None:
        return transformation
    raise ModuleError(3, "Connect a trained model or a transformation, and not both.", port="trained_model")


def _require_packages(file_format: str) -> None:
    missing = list_missing_packages(PACKAGES.get(file_format, ()))
    if missing:
        message = (
            f"{file_format} needs packages that are not installed. Install them: {format_install_command(missing, ())}"
        )
        raise ModuleError(13, message, parameter="file_format")

"""File: the source node that stands for a stored file, as a zip of scripts."""

from typing import Annotated

from pydantic import Field

from modules.kit import File, ModuleError, module
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.kit.parameters import FormHint


def _emit_code(step: StepCode) -> None:
    """Its path stands at the top of the script: put the file there."""
    path = ScriptVariable(step.add_constant(f"{step.title}_file", f"{step.title}.zip".replace("/", "_")))
    step.add_comment(f"{path.name} is the stored file: put it beside the script.")
    step.outputs[step.module.outputs[0].name] = path


@module(
    "File",
    category="Data Input and Output",
    icon="file-zip",
    role="file_source",
    emit_code=_emit_code,
    keywords=("zip", "upload", "bundle"),
)
def file(
    *,
    dataset: Annotated[
        str,
        Field(min_length=1, description="The stored file."),
        FormHint("dataset_reference", "file"),
        FormHint("title", "File"),
    ],
    version: Annotated[
        int | None, Field(ge=1, description="Empty: the newest version."), FormHint("dataset_version", True)
    ] = None,
) -> File:
    """Use a stored file in the design, exactly as it was uploaded.

    Drop a zip file onto the canvas and connect it: to the script bundle of Execute Python Script or Execute R Script,
    so that the script finds your own modules in it, or to another module that takes a file. Without a version, every
    run uses the newest one.
    """
    which = f"File '{dataset}'" if version is None else f"Version {version} of file '{dataset}'"
    raise ModuleError(18, f"{which} has no data. Run the design in Designery.", parameter="dataset")

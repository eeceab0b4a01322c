"""Which importer a file is for, by its name, and for YAML and JSON by what is in it."""

import json
from collections.abc import Callable, Mapping
from pathlib import PurePath

from server.importers import (
    azure_files,
    flowfile_files,
    knime_files,
    onnx_files,
    orange_files,
    rapidminer_files,
    scikit_files,
    studio_files,
)
from server.importers.hostile_files import MAX_FILE_BYTES
from server.importers.imported_design import ImportedDesign, ImportRefused

MAX_JSON_BYTES = 16 * 2**20


def convert_yaml_file(content: bytes, name: str) -> ImportedDesign:
    """A flow of Flowfile, or a pipeline of Azure; raises ImportRefused."""
    root = azure_files.read_yaml(content)
    if flowfile_files.VERSION_KEY in root:
        return flowfile_files.convert_flow(root, name)
    return azure_files.convert_pipeline(root, name)


def convert_json_file(content: bytes, name: str) -> ImportedDesign:
    """An experiment of Studio (classic), or a flow of Flowfile; raises ImportRefused."""
    if len(content) > MAX_JSON_BYTES:
        raise ImportRefused("The file is larger than 16 MB.")
    try:
        root = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"The file can't be read as JSON: {type(error).__name__}.") from None
    if isinstance(root, dict) and flowfile_files.VERSION_KEY in root:
        return flowfile_files.convert_flow(root, name)
    if isinstance(root, dict) and studio_files.is_experiment(root):
        return studio_files.convert_experiment(root, name)
    raise ImportRefused("This is neither an experiment of Studio (classic) nor a flow of Flowfile.")


IMPORTERS: Mapping[str, Callable[[bytes, str], ImportedDesign]] = {
    ".ows": orange_files.convert_workflow,
    ".knwf": knime_files.convert_workflow,
    ".knar": knime_files.convert_workflow,
    ".rmp": rapidminer_files.convert_process,
    ".yml": convert_yaml_file,
    ".yaml": convert_yaml_file,
    ".json": convert_json_file,
    ".skops": scikit_files.convert_skops,
    ".pkl": scikit_files.convert_pickle,
    ".pickle": scikit_files.convert_pickle,
    ".joblib": scikit_files.convert_pickle,
    ".onnx": onnx_files.convert_model,
}


def convert_design_file(file_name: str, content: bytes) -> ImportedDesign:
    """A file of another tool as a design with its report; raises ImportRefused."""
    path = PurePath(file_name.replace("\\", "/"))
    importer = IMPORTERS.get(path.suffix.lower())
    if importer is None:
        raise ImportRefused(
            f"{path.name} can't be imported as a design. These can: {', '.join(IMPORTERS)} "
            "(Orange, KNIME, RapidMiner, Azure, Studio classic, Flowfile, scikit-learn, ONNX)."
        )
    if len(content) > MAX_FILE_BYTES:
        raise ImportRefused(f"{path.name} is larger than 64 MB.")
    return importer(content, path.stem)

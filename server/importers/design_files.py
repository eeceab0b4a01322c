"""Which importer a file is for, by its name."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from server.importers import azure_files, knime_files, orange_files, rapidminer_files
from server.importers.hostile_files import MAX_FILE_BYTES
from server.importers.imported_design import ImportedDesign, ImportRefused

IMPORTERS: Mapping[str, Callable[[bytes, str], ImportedDesign]] = {
    ".ows": orange_files.convert_workflow,
    ".knwf": knime_files.convert_workflow,
    ".knar": knime_files.convert_workflow,
    ".rmp": rapidminer_files.convert_process,
    ".yml": azure_files.convert_pipeline,
    ".yaml": azure_files.convert_pipeline,
}


def convert_design_file(file_name: str, content: bytes) -> ImportedDesign:
    """A file of another tool as a design with its report; raises ImportRefused."""
    path = PurePath(file_name.replace("\\", "/"))
    importer = IMPORTERS.get(path.suffix.lower())
    if importer is None:
        raise ImportRefused(
            f"{path.name} can't be imported as a design. These can: {', '.join(IMPORTERS)} "
            "(Orange, KNIME, RapidMiner, Azure)."
        )
    if len(content) > MAX_FILE_BYTES:
        raise ImportRefused(f"{path.name} is larger than 64 MB.")
    return importer(content, path.stem)

"""A trained model as an ONNX file: a design that scores rows by it. The file itself is kept as it is."""

import io
import zipfile

from server.importers.imported_design import ImportedDesign, ImportRefused

#: The first field of a model is the version of its format; the server reads no more of it.
FIRST_BYTE = b"\x08"


def convert_model(content: bytes, name: str) -> ImportedDesign:
    """A design that scores data by the model; raises ImportRefused."""
    if not content.startswith(FIRST_BYTE):
        raise ImportRefused("This is no ONNX model.")
    made = ImportedDesign("ONNX", name)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as held:
        # Equal models are equal files, so that what was computed with one is used again.
        held.writestr(zipfile.ZipInfo("model.onnx"), content)
    file = made.add_node(name, "file", (0, 0), {})
    made.files[file] = (f"{name}.onnx", archive.getvalue())
    made.report(name, "converted", "The file is kept with the data.", file)
    model = made.add_node("Import Model", "import_model", (0, 150), {"file": f"{file}.file"})
    text = "Choose the label to compare predictions with, and name the columns if the model does not."
    made.report("Import Model", "approximated", text, model)
    data = made.add_node("Data", "dataset", (320, 150), {})
    made.report("Data", "approximated", "The file does not hold any data. Choose the rows to score.", data)
    ports = {"trained_model": f"{model}.trained_model", "dataset": f"{data}.dataset"}
    made.report("Score Model", "converted", "", made.add_node("Score Model", "score_model", (160, 300), ports))
    return made

"""Import Files: files from a web address or storage as they are, for modules that read files themselves."""

import tempfile
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from modules.kit import Call, File, ModuleError, connection_of, module, shown_when, titled
from modules.kit.external_requests import STORAGE_NAMES, ExternalRequest, StorageName, get_fetched
from modules.kit.parameter_widgets import STORAGE_KINDS

FileSource = Literal[StorageName, "URL via HTTP", "Connected file"]


def _build_example() -> Call:
    path = Path(tempfile.mkdtemp(prefix="import-files-"), "cities.csv")
    path.write_text("city,people\nOslo,709037\nBergen,291940\n", encoding="utf-8")
    return Call.of(File(path, path.name), data_source="Connected file")


def _build_external_request(parameters: BaseModel) -> ExternalRequest | None:
    """What has to be fetched; raises ModuleError where a parameter is missing."""
    asked = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    if asked["data_source"] == "URL via HTTP":
        url = asked["url"].strip()
        if not url.startswith(("https://", "http://")) or "@" in url.partition("://")[2].partition("/")[0]:
            message = "Enter an address that begins with https:// and has no user name or password."
            raise ModuleError(29, message, parameter="url")
        return ExternalRequest("fetch", "url", None, {"url": url}, asked["regenerate_output"])
    if asked["data_source"] in STORAGE_NAMES:
        if not asked["storage"]:
            raise ModuleError(157, "Choose a connection to the storage.", parameter="storage")
        path = asked["path"].lstrip("/")
        if not path:
            message = "Enter the path of an object, or of a folder with a slash at its end."
            raise ModuleError(29, message, parameter="path")
        return ExternalRequest("fetch", "storage", asked["storage"], {"path": path}, asked["regenerate_output"])
    return None


@module(
    "Import Files",
    category="Data Input and Output",
    icon="file-download",
    role="file_importer",
    example=_build_example,
    external_request=_build_external_request,
    keywords=(
        "S3 prefix",
        "SFTP",
        "Azure Blob",
        "ADLS",
        "Google Cloud Storage",
        "folder",
        "bucket",
        "download files",
        "batch",
        "many files",
        "parquet files",
    ),
)
def import_files(
    file: File | None = None,
    *,
    data_source: Annotated[FileSource, Field(description="Where the files are.")] = "S3 storage",
    storage: Annotated[
        str | None,
        Field(description="The storage to read from. Add it under Connections."),
        titled("Connection"),
        connection_of(*STORAGE_KINDS),
        shown_when(data_source=STORAGE_NAMES),
    ] = None,
    path: Annotated[
        str,
        shown_when(data_source=STORAGE_NAMES),
        Field(max_length=1024, description="A file, such as may/cars.csv, or all below a folder, such as may/."),
    ] = "",
    url: Annotated[
        str,
        titled("Data source URL"),
        shown_when(data_source="URL via HTTP"),
        Field(max_length=4000, description="Address of one file."),
    ] = "",
    regenerate_output: Annotated[
        bool,
        shown_when(data_source=(*STORAGE_NAMES, "URL via HTTP")),
        Field(description="On: fetch again on every run. Off: keep what was fetched."),
    ] = True,
) -> File:
    """Fetch files from storage or a web address, without reading them.

    Connect the output to a module that takes a file, such as Score in Batches. A path that ends with a slash fetches
    all files below it, as one zip with their names.

    S3, Azure, Google Cloud Storage and SFTP need a connection, which stores the key. The design only contains the name
    of the connection.
    """
    del storage, path, url, regenerate_output
    came = get_fetched() if data_source != "Connected file" else file
    if isinstance(came, File):
        return came
    if data_source == "Connected file":
        raise ModuleError(3, "Connect a file to 'file', or choose another data source.", port="file")
    raise ModuleError(30, "Nothing was fetched. This module can only run in a design.", parameter="data_source")

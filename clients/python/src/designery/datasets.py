"""Stored datasets: added from files and DataFrames, with versions, read back as tables."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designery.connection import Connection, get_connection, require_one
from designery.errors import DesigneryError, NotFound
from designery.records import Record, RecordList
from designery.runs import Output

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from designery.designs import Design


class StoredDataset(Record):
    """A dataset with a name and versions."""

    shown = ("id", "name", "version", "rows", "columns", "bytes")

    def to_arrow(self, version: int | None = None) -> pa.Table:
        """A version as Arrow; without one the newest."""
        return self._output(version).to_arrow()

    def to_pandas(self, version: int | None = None) -> pd.DataFrame:
        """A version as a DataFrame; without one the newest."""
        return self._output(version).to_pandas()

    def _output(self, version: int | None) -> Output:
        found = [one for one in self.versions if version in (None, one["version"])]
        if version is not None and not found:
            raise NotFound(f"'{self.name}' has no version {version}. It has {self.version}.", 404)
        artifact = found[0]["artifact"] if version is not None else self.artifact
        return Output(self._connection, self.name, {"artifact": artifact, "type": "dataset"})

    def rename(self, name: str) -> StoredDataset:
        """Give it another name."""
        return self.update_fields(self._connection.patch("datasets", self.id, body={"name": name}))

    def delete(self) -> None:
        """Delete it; it can be restored in the browser."""
        self._connection.delete("datasets", self.id)

    def quick_start(
        self, target: str, name: str | None = None, *, forecast: bool = False, horizon: int | None = None
    ) -> Design:
        """A design that predicts a column of it, not stored yet; columns that cannot help are left out.

        With `forecast` it continues the series of the table so many steps ahead, instead of predicting rows.
        """
        from designery.designs import Design

        wanted = {"forecast": "true", "horizon": horizon} if forecast or horizon else {}
        about = {key: value for key, value in {"target": target, **wanted}.items() if value is not None}
        found = self._connection.get("datasets", self.id, "quick-start", **about)
        head = {"format": 2, "name": name or f"{self.name}: {target}"}
        return Design({**head, "nodes": found["nodes"]}, connection=self._connection)


def add_dataset(source: Any, name: str | None = None) -> StoredDataset:
    """Store a file, a DataFrame or an Arrow table. Under a name that is there it becomes the next version."""
    connection = get_connection()
    content, file_name = _read_source(source, name)
    wanted = name or Path(file_name).stem
    found = [one for one in connection.iterate_pages("datasets", text=wanted) if one["name"] == wanted]
    known = require_one(found, "dataset", wanted)["id"] if found else None
    target = {"dataset": known} if known else {"name": wanted}
    return StoredDataset(connection, connection.upload("datasets", content=content, file_name=file_name, **target))


def _read_source(source: Any, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, (str, Path)):
        path = Path(source)
        if not path.is_file():
            raise DesigneryError(f"{path} is no file. A dataset comes from a file, a DataFrame or an Arrow table.")
        return path.read_bytes(), path.name
    if name is None:
        raise DesigneryError("A table has no name of its own. Give one: add_dataset(table, 'Cars').")
    import pyarrow as pa
    import pyarrow.parquet as parquet

    if not isinstance(source, pa.Table):
        if not hasattr(source, "columns"):
            raise DesigneryError(
                f"A dataset comes from a file, a DataFrame or an Arrow table. Got {type(source).__name__}."
            )
        source = pa.Table.from_pandas(source, preserve_index=False)
    buffer = io.BytesIO()
    parquet.write_table(source, buffer)
    return buffer.getvalue(), f"{name}.parquet"


def open_dataset(name: str) -> StoredDataset:
    """A dataset by its name or id."""
    connection = get_connection()
    listed = list(connection.iterate_pages("datasets", text=name))
    found = [one for one in listed if one["name"] == name]
    if found:
        return StoredDataset(connection, require_one(found, "dataset", name))
    try:
        return StoredDataset(connection, connection.get("datasets", name))
    except NotFound:
        raise NotFound(f"There is no dataset '{name}'.", 404) from None


def list_datasets(text: str = "", limit: int | None = None) -> RecordList[StoredDataset]:
    """The datasets that there are."""
    connection: Connection = get_connection()
    found = connection.iterate_pages("datasets", text=text, limit=limit)
    return RecordList([StoredDataset(connection, one) for one in found])

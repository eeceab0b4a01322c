"""Several files as one table: those of a folder or of a zip, one below another, whatever columns each of them has."""

import logging
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import pandas as pd

from modules.kit import Dataset, File, ModuleError, track
from modules.kit.schema import infer_column_type

log = logging.getLogger(__name__)

MAX_FILES = 10_000
#: What a file may take when it is unpacked.
MAX_FILE_BYTES = 4 * 2**30
BLOCK_BYTES = 2**20
WHOLE_NUMBERS, NUMBERS = "integer", ("integer", "real")

#: Makes the table of one file.
TableReading = Callable[[File], Dataset]


def holds_tables(file: File) -> bool:
    """Whether the file is a zip of files, and no workbook, which is a zip too."""
    if not zipfile.is_zipfile(file.path):
        return False
    with zipfile.ZipFile(file.path) as archive:
        names = archive.namelist()
    return "[Content_Types].xml" not in names and "mimetype" not in names


def read_zipped_tables(file: File, pattern: str, name_column: str, read: TableReading) -> Dataset:
    """The tables of all files whose name fits the pattern, in the order of their names."""
    with zipfile.ZipFile(file.path) as archive, tempfile.TemporaryDirectory(prefix="files-") as folder:
        members = _choose_members(archive, pattern)
        frames = []
        for name, unpacked in _unpack(archive, members, Path(folder)):
            try:
                frame = read(File(unpacked, PurePosixPath(name).name)).frame
            except ModuleError as error:
                raise ModuleError(error.number, f"{name}: {error.message}", parameter="files_to_read") from error
            if name_column:
                if name_column in frame:
                    message = f"The files have a column '{name_column}' already. Choose another name."
                    raise ModuleError(28, message, parameter="file_name_column", column=name_column)
                frame = frame.assign(**{name_column: pd.Series(name, index=frame.index, dtype="str")})
            frames.append(frame)
    log.info("%s files with %s rows were read.", f"{len(frames):,}", f"{sum(map(len, frames)):,}")
    return Dataset(join_tables(frames))


def _choose_members(archive: zipfile.ZipFile, pattern: str) -> list[zipfile.ZipInfo]:
    there = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
    chosen = [one for one in there if _fits(one.filename, pattern)]
    if not chosen:
        message = f"None of the {len(there):,} files fits '{pattern}'. " if there else "There are no files. "
        raise ModuleError(65, f"{message}Use * for any characters, as in *.csv.", parameter="files_to_read")
    if len(chosen) > MAX_FILES:
        message = f"{len(chosen):,} files fit '{pattern}', and at most {MAX_FILES:,} are read."
        raise ModuleError(7, f"{message} Choose fewer.", parameter="files_to_read")
    return sorted(chosen, key=lambda one: one.filename)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _fits(name: str, pattern: str) -> bool:
    """A pattern without a slash looks at the name of the file, one with a slash at its whole path."""
    return fnmatchcase(name if "/" in pattern else PurePosixPath(name).name, pattern or "*")


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> Iterator[tuple[str, Path]]:
    """One file after another, each gone before the next."""
    for place, member in enumerate(track(members, total=len(members), unit="files")):
        # The names of files come from elsewhere, and none of them is used as a path.
        target = folder / f"{place}{PurePosixPath(member.filename).suffix[:12]}"
        size = 0
        with archive.open(member) as source, target.open("wb") as sink:
            while block := source.read(BLOCK_BYTES):
                size += len(block)
                if size > MAX_FILE_BYTES:
                    message = f"{member.filename} is larger than {MAX_FILE_BYTES // 2**30} GiB when it is unpacked."
                    raise ModuleError(156, f"{message} Split it.", parameter="files_to_read")
                sink.write(block)
        yield member.filename, target
        target.unlink(missing_ok=True)


def join_tables(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all tables, with the columns of all of them; what a table lacks is missing in its rows."""
    names = list(dict.fromkeys(name for frame in frames for name in frame.columns))
    columns = {}
    for name in names:
        parts = [frame[name] if name in frame else pd.Series(index=frame.index, dtype="object") for frame in frames]
        there = [part for frame, part in zip(frames, parts, strict=True) if name in frame]
        columns[name] = _join_parts(name, parts, there, gaps=len(there) < len(parts))
    return pd.DataFrame(columns)


def _join_parts(name: str, parts: list["pd.Series[str]"], there: list["pd.Series[str]"], *, gaps: bool) -> object:
    """One column of the parts: in their type where it is one, as text where the types do not go together."""
    kinds = dict.fromkeys(infer_column_type(part) for part in there if part.notna().any())
    if len(kinds) > 1 and not set(kinds) <= set(NUMBERS):
        log.warning("Column '%s' is %s in different files. It was read as text.", name, " and ".join(kinds))
        return pd.concat([part.astype("str").where(part.notna()) for part in parts], ignore_index=True).astype("str")
    if len(kinds) == 1 and WHOLE_NUMBERS in kinds:
        # A whole number with a gap would become a real one, and lose its last digits.
        joined = pd.concat([part.astype("Int64") for part in parts], ignore_index=True)
        return joined if gaps or joined.isna().any() else joined.astype("int64")
    if set(kinds) == set(NUMBERS):
        return pd.concat([part.astype("float64") for part in parts], ignore_index=True)
    dtype = next((part.dtype for part in there if part.notna().any()), "str")
    wanted = "str" if isinstance(dtype, pd.CategoricalDtype) else dtype
    wanted = "boolean" if wanted == "bool" and gaps else wanted
    return pd.concat([part.astype(wanted) for part in parts], ignore_index=True)

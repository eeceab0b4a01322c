"""What kind of file it is, told by its first bytes, and its bytes as a stream that cannot grow without end."""

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from modules.data_input_and_output.reading.read_limits import check_unpacked, refuse_file

FileKind = Literal["parquet", "arrow", "arrow stream", "zip", "text"]

#: First bytes of what is no table, and what to do about it.
NON_TABLE_MARKS: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "This is an old Excel workbook (.xls) or one with a password. Save it as .xlsx.",
    ),
    (b"FEA1\x00\x00\x00\x00", "This is a Feather file of version 1. Save it as Parquet."),
    (b"\xfd7zXZ\x00", "The file is compressed with xz. Decompress it, or use gzip."),
    (b"\x28\xb5\x2f\xfd", "The file is compressed with zstd. Decompress it, or use gzip."),
    (b"7z\xbc\xaf\x27\x1c", "This is a 7z archive. Unpack it and upload the table inside."),
    (b"Rar!\x1a\x07", "This is a RAR archive. Unpack it and upload the table inside."),
    (b"%PDF-", "This is a PDF document. Expected a table: CSV, Excel, JSON, Parquet or Arrow."),
    (b"\x89PNG", "This is a picture. Expected a table: CSV, Excel, JSON, Parquet or Arrow."),
    (b"\xff\xd8\xff", "This is a picture. Expected a table: CSV, Excel, JSON, Parquet or Arrow."),
    (b"GIF8", "This is a picture. Expected a table: CSV, Excel, JSON, Parquet or Arrow."),
    (b"\x89HDF", "This is an HDF5 file. Save its table as Parquet."),
    (b"SQLite format 3\x00", "This is a SQLite database. Save the table that you want as CSV."),
    (b"\x7fELF", "This is a program. Expected a table: CSV, Excel, JSON, Parquet or Arrow."),
    (b"MZ\x90\x00", "This is a program. Expected a table: CSV, Excel, JSON, Parquet or Arrow."),
)
PICKLES = tuple(b"\x80" + bytes([protocol]) for protocol in (2, 3, 4, 5))
MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<table")
GZIP = b"\x1f\x8b"
BZIP2 = b"1AY&SY"
#: With the byte that follows: PAR1 alone may be the name of a column.
PARQUET = b"PAR1\x15"
ARROW = b"ARROW1\x00\x00"
#: A tape archive says so here, and not at its start.
TAR_AT = 257
ARROW_STREAM = b"\xff\xff\xff\xff"


class GunzipStream(io.RawIOBase):
    """The unpacked bytes of a gzip file, counted while they are read."""

    def __init__(self, path: Path) -> None:
        self.packed = path.stat().st_size
        self.unpacked = 0
        self.stream = gzip.GzipFile(path, "rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        try:
            data = self.stream.read1(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            refuse_file(f"The gzip file is damaged or incomplete ({error}). Upload it again.")
        self.unpacked += len(data)
        check_unpacked(self.unpacked, self.packed)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.stream.close()
        super().close()


@dataclass(frozen=True)
class FileSource:
    """A file whose bytes can be read from the start as often as wanted."""

    path: Path
    compressed: bool

    def open_stream(self) -> BinaryIO:
        if self.compressed:
            return io.BufferedReader(GunzipStream(self.path), 1 << 18)
        return self.path.open("rb")


def detect_file_kind(path: Path) -> tuple[FileSource, FileKind]:
    """The source and what its first bytes say it is; refuses what can hold no table."""
    source = FileSource(path, compressed=_read_head(FileSource(path, compressed=False)).startswith(GZIP))
    head = _read_head(source)
    kind = _classify_head(head)
    if source.compressed and (kind != "text" or head.startswith(GZIP)):
        refuse_file("The gzip file contains another archive or a binary table. Unpack it and upload the file inside.")
    return source, kind


def _read_head(source: FileSource) -> bytes:
    with source.open_stream() as stream:
        return stream.read(1024)


def _classify_head(head: bytes) -> FileKind:
    for start, sentence in NON_TABLE_MARKS:
        if head.startswith(start):
            refuse_file(sentence)
    if head.startswith(b"BZh") and head[4:10] == BZIP2:
        refuse_file("The file is compressed with bzip2. Decompress it, or use gzip.")
    if head.startswith(PICKLES):
        refuse_file("This looks like a pickle, which can run code when it is read. Save the table as Parquet.")
    if head[TAR_AT : TAR_AT + 5] == b"ustar":
        refuse_file("This is a tar archive. Unpack it and upload the table inside.")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
        refuse_file("This is a web page or XML, not a table. Save the table as CSV.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(ARROW):
        return "arrow"
    return "arrow stream" if head.startswith(ARROW_STREAM) else "text"

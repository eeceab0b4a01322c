"""In which encoding a text is written, and the text as clean UTF-8 whatever it is."""

import codecs
import io
from dataclasses import dataclass
from typing import BinaryIO, Literal

from modules.data_input_and_output.reading.file_detection import FileSource
from modules.data_input_and_output.reading.read_limits import MEGABYTE, get_max_file_bytes, refuse_file

Encoding = Literal[
    "auto",
    "utf-8",
    "utf-16",
    "cp1252",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-15",
    "cp1250",
    "cp1251",
    "gb18030",
    "shift_jis",
]

CHUNK = MEGABYTE
#: So much of the start is looked at to tell the delimiter and the header.
HEAD = 4 * MEGABYTE
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Text has next to none of these; a picture or a program is full of them.
CONTROLS = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a\x1b")
MAX_CONTROLS_SHARE = 0.02


@dataclass(frozen=True)
class EncodedText:
    """What one pass over the bytes told: the encoding, where the text starts, and what is in it."""

    source: FileSource
    encoding: str
    #: Bytes before the text: the mark that tells the encoding.
    start: int
    nulls: bool
    quotes: bool
    lines: int
    head: str
    #: The head is the whole text.
    whole: bool
    #: Lines above the table that are left out; `start` is behind them.
    skipped_lines: int = 0

    @property
    def is_plain(self) -> bool:
        """The file's own bytes are clean UTF-8."""
        return self.encoding == "utf-8" and not self.nulls and not self.source.compressed

    def open_utf8(self) -> BinaryIO:
        """The text as UTF-8 without mark and NUL characters."""
        stream = self.source.open_stream()
        stream.read(self.start)
        if self.encoding == "utf-8" and not self.nulls:
            return stream
        return io.BufferedReader(RecodingStream(stream, self.encoding), CHUNK)

    def open_lines(self) -> io.TextIOWrapper:
        """The text line by line, line ends kept."""
        return io.TextIOWrapper(self.open_utf8(), encoding="utf-8", errors="replace", newline="")


class RecodingStream(io.RawIOBase):
    """A text in any encoding, read as UTF-8 without NUL characters."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.waiting = b""
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self.waiting and not self.ended:
            data = self.stream.read(CHUNK)
            self.ended = not data
            text = self.decoder.decode(data, final=self.ended)
            self.waiting = text.replace("\0", "").encode("utf-8", "replace")
        size = min(len(buffer), len(self.waiting))
        buffer[:size] = self.waiting[:size]
        self.waiting = self.waiting[size:]
        return size

    def close(self) -> None:
        self.stream.close()
        super().close()


def survey_text(source: FileSource, requested: Encoding, notices: list[str]) -> EncodedText:
    """One pass over the whole text, which holds no more than a chunk of it."""
    with source.open_stream() as stream:
        head = stream.read(HEAD)
        if not head:
            refuse_file("The file is empty.")
        encoding, start = _detect_by_mark(head, requested)
        survey = _ByteSurvey(codecs.getincrementaldecoder("utf-8")() if encoding == "utf-8" else None)
        survey.add_chunk(head[start:])
        while chunk := stream.read(CHUNK):
            survey.add_chunk(chunk)
        survey.finish()
    if encoding == "utf-8" and survey.broken_at is not None:
        encoding = _choose_legacy_encoding(requested, survey, notices)
    return _build_text(source, encoding, start, head[start:], survey, notices, whole=len(head) - start == survey.size)


def detect_text(source: FileSource, requested: Encoding, notices: list[str]) -> EncodedText:
    """The same by the start of the text alone: what comes later is not known."""
    with source.open_stream() as stream:
        head = stream.read(HEAD)
        whole = not stream.read(1)
    if not head:
        refuse_file("The file is empty.")
    encoding, start = _detect_by_mark(head, requested)
    survey = _ByteSurvey(codecs.getincrementaldecoder("utf-8")() if encoding == "utf-8" else None)
    survey.add_chunk(head[start:], final=whole)
    if encoding == "utf-8" and survey.broken_at is not None:
        encoding = _choose_legacy_encoding(requested, survey, notices)
    return _build_text(source, encoding, start, head[start:], survey, notices, whole=whole)


class _ByteSurvey:
    """What the bytes of a text hold, chunk by chunk."""

    def __init__(self, decoder: codecs.IncrementalDecoder | None) -> None:
        self.decoder = decoder
        self.size = 0
        self.lines = 1
        self.nulls = self.quotes = False
        self.broken_at: tuple[int, int] | None = None

    def add_chunk(self, chunk: bytes, final: bool = False) -> None:
        if self.decoder is not None:
            try:
                self.decoder.decode(chunk, final)
            except UnicodeDecodeError as error:
                self.broken_at = (self.lines + error.object.count(b"\n", 0, error.start), error.object[error.start])
                self.decoder = None
        self.size += len(chunk)
        self.lines += chunk.count(b"\n") or chunk.count(b"\r")
        self.nulls = self.nulls or b"\0" in chunk
        self.quotes = self.quotes or b'"' in chunk
        if self.size > get_max_file_bytes():
            refuse_file(
                f"The file has more than {get_max_file_bytes() // MEGABYTE:,} MB of text. Save it as Parquet, or split "
                "it."
            )

    def finish(self) -> None:
        self.add_chunk(b"", final=True)


def _detect_by_mark(head: bytes, requested: Encoding) -> tuple[str, int]:
    """The encoding that was asked for or that the first bytes tell, and the length of the mark."""
    mark, marked = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if head.startswith(mark)), (b"", ""))
    if requested not in ("auto", "utf-8", "utf-16"):
        return requested, 0
    if marked:
        return marked, len(mark)
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    if requested == "utf-16" or (
        requested == "auto" and max(even, odd) > len(head[:4096]) // 5 and min(even, odd) == 0
    ):
        return ("utf-16-be" if even > odd else "utf-16-le"), 0
    return "utf-8", 0


def _choose_legacy_encoding(requested: Encoding, survey: _ByteSurvey, notices: list[str]) -> str:
    line, byte = survey.broken_at or (1, 0)
    if requested == "utf-8":
        refuse_file(f"Line {line} is not UTF-8: it has the byte {byte:#04x}. Choose another encoding.", line=line)
    notices.append(
        f"The text is not UTF-8 (line {line} has the byte {byte:#04x}); it was read as Windows-1252. "
        "If letters look wrong, choose another encoding."
    )
    return "cp1252"


def _build_text(
    source: FileSource, encoding: str, start: int, raw: bytes, survey: _ByteSurvey, notices: list[str], *, whole: bool
) -> EncodedText:
    head = codecs.getincrementaldecoder(encoding)("replace").decode(raw, final=whole)
    nulls = survey.nulls and "\0" in head if encoding.startswith(("utf-16", "utf-32")) else survey.nulls
    few = head[:65_536]
    if len(few) - len(few.translate(CONTROLS)) > MAX_CONTROLS_SHARE * len(few):
        refuse_file("The file does not look like a table: it is neither text nor Excel, Parquet or Arrow.")
    if nulls:
        notices.append("The text contains NUL characters, which were left out.")
    if encoding != "utf-8" and "\ufffd" in head:
        notices.append(f"Some characters can't be read as {encoding}. They show as \ufffd. Choose another encoding.")
    head = head.replace("\0", "")
    if not head.strip():
        refuse_file("The file is empty: it contains only blank lines.")
    return EncodedText(source, encoding, start, nulls, survey.quotes, survey.lines, head, whole)

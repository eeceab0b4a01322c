"""How much of a file is read at most, and how a file that cannot be read is refused."""

from typing import NoReturn

from modules.kit import ModuleError
from modules.kit.large_tables.allowance import get_allowance

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE

#: Of text, packed or not.
MAX_FILE_BYTES = 2 * GIGABYTE
#: Of a JSON document, which becomes objects of about ten times its size before it becomes columns.
MAX_JSON_BYTES = 256 * MEGABYTE
#: Of the parts of a workbook, unpacked.
MAX_WORKBOOK_BYTES = 512 * MEGABYTE
MAX_WORKBOOK_MEMBERS = 10_000
#: Unpacked to packed size. What is smaller than `RATIO_FROM_BYTES` harms nobody.
MAX_UNPACKED_RATIO = 200
RATIO_FROM_BYTES = 16 * MEGABYTE

MAX_TABLE_COLUMNS = 50_000
MAX_TABLE_CELLS = 500_000_000
BYTES_PER_CELL = 8
#: Where every cell is a Python object for a while: workbooks and JSON.
MAX_OBJECT_CELLS = 20_000_000
#: A record of delimited text, line breaks in quotes included.
MAX_ROW_LENGTH = 64 * MEGABYTE


def get_max_file_bytes() -> int:
    """How large a file may be: of a step that can put it on disk, as large as what that may write."""
    allowance = get_allowance()
    return MAX_FILE_BYTES if allowance is None else max(MAX_FILE_BYTES, allowance.disk)


def refuse_file(message: str, *, number: int = 49, line: int | None = None, parameter: str | None = None) -> NoReturn:
    """Say why the file cannot be read, and where."""
    raise ModuleError(number, message, port="file", line=line, parameter=parameter)


def check_width(columns: int) -> None:
    """Refuse a table that is too wide to be shown."""
    if columns > MAX_TABLE_COLUMNS:
        refuse_file(f"The table has {columns:,} columns. At most {MAX_TABLE_COLUMNS:,} can be read.", number=129)


def check_size(rows: int, columns: int, *, max_cells: int | None = None) -> None:
    """Refuse a table that is too wide or too large to be held."""
    check_width(columns)
    max_cells = max_cells or max(MAX_TABLE_CELLS, get_max_file_bytes() // BYTES_PER_CELL)
    if rows * columns > max_cells:
        refuse_file(
            f"The table has {rows:,} rows and {columns:,} columns. At most {max_cells:,} values of this kind of file "
            "can be read: split it, or save it as Parquet with fewer columns."
        )


def check_unpacked(unpacked: int, packed: int, *, max_bytes: int | None = None) -> None:
    """Refuse what grows beyond all measure when it is unpacked."""
    max_bytes = max_bytes or get_max_file_bytes()
    if unpacked > max_bytes:
        refuse_file(f"The file unpacks to more than {max_bytes // MEGABYTE:,} MB, which is the limit. Split it.")
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_UNPACKED_RATIO * packed:
        refuse_file(
            f"The file unpacks to more than {MAX_UNPACKED_RATIO} times its size, which is typical of files made to "
            "exhaust a machine. If it is genuine, upload it unpacked."
        )


def quote_value(text: object) -> str:
    """A value from the file as an error message shows it: short, on one line, in quotes."""
    words = " ".join(str(text).split())
    return f"'{words[:60]}...'" if len(words) > 60 else f"'{words}'"


def format_count(number: int, one: str, many: str | None = None) -> str:
    """`1 value`, `4 values`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""How much of a file is read at most, and how a file that cannot be read is refused."""

from typing import NoReturn

from modules.kit import ModuleError

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE

#: Of text, packed or not.
MOST_BYTES = 2 * GIGABYTE
#: Of a JSON document, which becomes objects of about ten times its size before it becomes columns.
MOST_JSON_BYTES = 256 * MEGABYTE
#: Of the parts of a workbook, unpacked.
MOST_WORKBOOK_BYTES = 512 * MEGABYTE
MOST_MEMBERS = 10_000
#: Unpacked to packed size. What is smaller than `RATIO_FROM` harms nobody.
MOST_RATIO = 200
RATIO_FROM = 16 * MEGABYTE

MOST_COLUMNS = 50_000
MOST_CELLS = 500_000_000
#: Where every cell is a Python object for a while: workbooks and JSON.
MOST_OBJECT_CELLS = 20_000_000
#: A record of delimited text, line breaks in quotes included.
LONGEST_ROW = 64 * MEGABYTE


def refuse(message: str, *, number: int = 49, line: int | None = None, parameter: str | None = None) -> NoReturn:
    """Say why the file cannot be read, and where."""
    raise ModuleError(number, message, port="file", line=line, parameter=parameter)


def check_width(columns: int) -> None:
    """Refuse a table that is too wide to be shown."""
    if columns > MOST_COLUMNS:
        refuse(f"The table has {columns:,} columns. At most {MOST_COLUMNS:,} can be read.", number=129)


def check_size(rows: int, columns: int, *, most_cells: int = MOST_CELLS) -> None:
    """Refuse a table that is too wide or too large to be held."""
    check_width(columns)
    if rows * columns > most_cells:
        refuse(
            f"The table has {rows:,} rows and {columns:,} columns. At most {most_cells:,} values of this kind of file "
            "can be read: split it, or save it as Parquet with fewer columns."
        )


def check_unpacked(unpacked: int, packed: int, *, most: int = MOST_BYTES) -> None:
    """Refuse what grows beyond all measure when it is unpacked."""
    if unpacked > most:
        refuse(f"The file unpacks to more than {most // MEGABYTE:,} MB, which is the most that is read. Split it.")
    if unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed:
        refuse(
            f"The file unpacks to more than {MOST_RATIO} times its size, as files made to exhaust a machine do. "
            "If it is genuine, upload it unpacked."
        )


def quoted(text: object) -> str:
    """A value from the file as an error message shows it: short, on one line, in quotes."""
    words = " ".join(str(text).split())
    return f"'{words[:60]}...'" if len(words) > 60 else f"'{words}'"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 value`, `4 values`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

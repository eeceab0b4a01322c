"""Files that nobody's `save_value` would write: tables that point out of their own bytes, and their like."""

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from modules.kit.ports import IMAGE_COLUMNS, Dataset, Evaluation
from modules.kit.serialization import save_value

FileFactory = Callable[[], bytes]


def make_table(**columns: Any) -> pa.Table:
    return pa.table(columns or {"number": [1, 2, 3], "text": ["one", "three", "seven"]})


def write_arrow(content: pa.Table, **options: Any) -> bytes:
    """The bytes of an Arrow file as pyarrow writes it."""
    held = io.BytesIO()
    rows = options.pop("rows", None)
    with pa.ipc.new_file(held, content.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(content, max_chunksize=rows)
    return held.getvalue()


def patch_bytes(content: bytes, before: bytes, after: bytes, *, every: bool = False) -> bytes:
    """The content with some bytes exchanged; as many as before, so that nothing else moves."""
    assert len(before) == len(after)
    assert before in content
    return content.replace(before, after) if every else content.replace(before, after, 1)


def pack_offsets(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}i", *values)


def _find_blocks(content: bytes) -> tuple[int, list[tuple[int, int, int]]]:
    """Where the footer of a file begins; and, in its order, where in the footer a batch is named, and the batch itself
    begins and ends."""
    (size,) = struct.unpack("<i", content[-10:-6])
    footer, blocks = len(content) - 10 - size, []
    for at in range(footer, len(content) - 33):
        offset, metadata, _, body = struct.unpack("<qiiq", content[at : at + 24])
        begins = content[offset : offset + 8] if 0 < offset < len(content) else b""
        if begins == struct.pack("<ii", -1, metadata - 8) and body < len(content):
            blocks.append((at, offset, offset + metadata + body))
    return footer, blocks


def repeat_first_batch(content: bytes, batches: int) -> bytes:
    """A file whose footer names its first batch in place of each of the others."""
    _, blocks = _find_blocks(content)
    assert len(blocks) == batches
    changed, first = bytearray(content), blocks[0][0]
    for at, _, _ in blocks:
        changed[at : at + 24] = content[first : first + 24]
    return bytes(changed)


def _make_packed_dictionary() -> bytes:
    """A table as it should be, but for its categories: those are compressed, a thousandth of their size."""
    numbers = pa.array([0, 1] * 500, pa.int8())
    large, small = (
        write_arrow(pa.table({"word": pa.DictionaryArray.from_arrays(numbers, pa.array(words))}), **options)
        for words, options in ((["x" * 2**20, "y"], {"compression": "zstd"}), (["x", "y"], {}))
    )
    packed, begin, end = min(_find_blocks(large)[1], key=lambda block: block[1])
    footer, blocks = _find_blocks(small)
    plain = min(blocks, key=lambda block: block[1])[0] - footer
    moved = footer + -footer % 8
    changed = bytearray(small[footer:])
    changed[plain : plain + 24] = struct.pack("<q", moved) + large[packed + 8 : packed + 24]
    return small[:footer] + bytes(moved - footer) + large[begin:end] + bytes(changed)


def _patch_text(before: bytes, after: bytes) -> FileFactory:
    return lambda: patch_bytes(write_arrow(make_table()), before, after)


def _make_many_nulls() -> bytes:
    column = pa.nulls(2**31)
    return write_arrow(pa.table({"nothing": pa.chunked_array([column])}), rows=2**30)


def _make_nested(depth: int) -> bytes:
    kind: pa.DataType = pa.int8()
    for _ in range(depth):
        kind = pa.list_(kind)
    return write_arrow(pa.table({"deep": pa.nulls(3, kind)}))


def _make_run_ends() -> pa.Array:
    return pa.RunEndEncodedArray.from_arrays(pa.array([2**30], pa.int32()), pa.array(["x"]))


def _add_metadata(key: str, value: bytes) -> bytes:
    return write_arrow(make_table().replace_schema_metadata({key: value}))


def _add_role(role: str) -> bytes:
    fields = [field.with_metadata({"designery.role": role}) for field in make_table().schema]
    return write_arrow(pa.Table.from_arrays(make_table().columns, schema=pa.schema(fields)))


def _make_flagged_words() -> bytes:
    words = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 1, 0, 2, 1, 2], pa.int8()), ["a", "b", "c"])
    return patch_bytes(
        write_arrow(pa.table({"word": words})), bytes([0, 1, 2, 1, 0, 2, 1, 2]), bytes([0, 1, 99, 1, 0, 2, 1, 2])
    )


#: {name: (the file, words of the reason)}
CRAFTED_TABLES: dict[str, tuple[FileFactory, str]] = {
    "far offsets": (
        _patch_text(pack_offsets(0, 3, 8, 13), pack_offsets(0, 3, 1_500_000_000, 1_500_000_013)),
        "incomplete",
    ),
    "offsets behind the end": (
        _patch_text(pack_offsets(0, 3, 8, 13), pack_offsets(4_000, 4_003, 4_008, 4_013)),
        "incomplete",
    ),
    "offsets that go back": (_patch_text(pack_offsets(0, 3, 8, 13), pack_offsets(0, -3, 8, 13)), "incomplete"),
    "text that is no UTF-8": (_patch_text(b"onethreeseven", b"one\xff\xfeee\xed\xa0\xbdeven"[:13]), "incomplete"),
    "a name that is no UTF-8": (
        lambda: patch_bytes(write_arrow(make_table()), b"number", b"numb\xff\xfe", every=True),
        "",
    ),
    "a category that there is not": (_make_flagged_words, "incomplete"),
    "two columns of one name": (
        lambda: write_arrow(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])),
        "two columns are called 'a'",
    ),
    "compressed": (lambda: write_arrow(make_table(number=list(range(50_000))), compression="zstd"), "compressed"),
    "categories that are compressed": (_make_packed_dictionary, "compressed"),
    "rows without end": (_make_many_nulls, "says that it has 2,147,483,648 rows"),
    "one batch many times": (
        lambda: repeat_first_batch(write_arrow(make_table(number=list(range(400))), rows=10), 40),
        "are used more than once",
    ),
    "cut into crumbs": (lambda: write_arrow(make_table(number=list(range(5_000))), rows=1), "cut into 5,000 pieces"),
    "nested": (lambda: _make_nested(20), "nested more than 16 levels deep"),
    "a union": (
        lambda: write_arrow(
            pa.table({"u": pa.UnionArray.from_sparse(pa.array([0, 0], pa.int8()), [pa.array([1, 2])])})
        ),
        "not supported",
    ),
    "run ends": (lambda: write_arrow(pa.table({"r": _make_run_ends()})), "not supported"),
    "an extension": (
        lambda: write_arrow(pa.table({"id": pa.array([b"0" * 16], pa.uuid())})),
        "arrow.uuid, which is not supported",
    ),
    "an unknown time zone": (
        lambda: write_arrow(pa.table({"at": pa.array([0], pa.timestamp("s", "Nowhere/Else"))})),
        "time zone 'Nowhere/Else'",
    ),
    "an unknown role": (lambda: _add_role("king"), "has an unknown role"),
    "notes that are no JSON": (lambda: _add_metadata("designery.scores", b"{"), "not JSON"),
    "notes without a bottom": (lambda: _add_metadata("pandas", b'{"a":' * 5_000 + b"1" + b"}" * 5_000), "levels deep"),
    "cut off": (lambda: write_arrow(make_table())[:-40], "cannot be read"),
    "its beginning only": (lambda: write_arrow(make_table())[:300], "cannot be read"),
    "empty": (lambda: b"", "cannot be read"),
    "a text": (lambda: b"a,b\n1,2\n" * 100, "cannot be read"),
    "zeros": (lambda: bytes(4_096), "cannot be read"),
}

#: What `save_value` itself writes of frames with every kind of column.
SOUND_FRAMES: dict[str, pd.DataFrame] = {
    "plain": pd.DataFrame({"number": [1, 2], "real": [0.5, None], "text": ["x", None], "flag": [True, False]}),
    "empty": pd.DataFrame(),
    "no rows": pd.DataFrame({"a": pd.Series([], dtype="int64")}),
    "nothing in it": pd.DataFrame({"none": [None] * 3}),
    "categories": pd.DataFrame({"c": pd.Categorical(["u", None, "v"], categories=["v", "u", "w"])}),
    "intervals": pd.DataFrame({"i": pd.interval_range(0, 3), "cut": pd.cut([1, 2, 3], 2)}),
    "periods": pd.DataFrame({"p": pd.period_range("2020", periods=3, freq="M")}),
    "times": pd.DataFrame({"t": pd.date_range("2020", periods=3, tz="Europe/Vienna"), "d": pd.to_timedelta([1, 2, 3])}),
    "lists": pd.DataFrame({"l": [[1, 2], [], None], "d": [{"a": 1}, {"a": None}, None], "b": [b"x", b"", None]}),
    "sparse": pd.DataFrame({"s": pd.arrays.SparseArray([0, 0, 1])}),
    "odd names": pd.DataFrame([[1, 2, 3]], columns=["", "ünï 😀", "\u202e‮"]),
    "views": pd.DataFrame({"v": pd.array(["x", None], dtype=pd.ArrowDtype(pa.string_view()))}),
    "many batches of categories": pd.DataFrame({"c": pd.Categorical(["u", "v"] * 66_000)}),
    "many batches": pd.DataFrame({"n": range(132_000), "w": ["a", "b"] * 66_000}),
    "wide": pd.DataFrame({f"column {place}": [place] for place in range(10_000)}),
}

CRAFTED_EVALUATIONS: dict[str, bytes] = {
    "not JSON": b"{",
    "not a number": b'{"task": "regression", "models": [], "metrics": [{"r2": NaN}], "details": {}}',
    "infinity by digits": b'{"task": "regression", "models": [], "metrics": [{"r2": 1e999}], "details": {}}',
    "digits without end": b'{"task": "x", "models": [], "metrics": [], "details": {"a": ' + b"9" * 5_000 + b"}}",
    "no bottom": b'{"task": "x", "models": [], "metrics": [], "details": ' + b"[" * 9_000 + b"]" * 9_000 + b"}",
    "a list": b"[]",
    "fields missing": b'{"task": "regression"}',
    "metrics of text": b'{"task": "x", "models": [], "metrics": ["r2"], "details": {}}',
    "bytes": b"\xff\xfe\x00",
}

CRAFTED_IMAGES: dict[str, FileFactory] = {
    "other columns": lambda: write_arrow(make_table()),
    "other types": lambda: write_arrow(
        pa.table({name: pa.array(["x"]) for name in IMAGE_COLUMNS.names}),
    ),
    "notes that are no JSON": lambda: write_arrow(
        IMAGE_COLUMNS.empty_table().replace_schema_metadata({"designery.augmentation": b"{"})
    ),
}


def write_file(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def save_frame(folder: Path, frame: pd.DataFrame) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return save_value(Dataset(frame), folder, "dataset").path


def save_evaluation(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return save_value(Evaluation("regression", ("model",), ({"r2": float("nan")},), {}), folder, "evaluation").path


#: The source of a script that writes `content` in place of the table that it returns.
BYPASS_SAVE_SCRIPT = """
import sys
import pandas as pd
from dataclasses import replace


def azureml_main(first=None, second=None):
    worker = sys.modules["server.runs.sandbox.inside.step_worker"]
    before = worker.save_value

    def save(value, folder, name):
        saved = before(value, folder, name)
        if saved.port_type == "dataset":
            saved.path.write_bytes(bytes.fromhex("{content}"))
        return replace(saved, rows=10**12, columns=7, bytes=5)

    worker.save_value = save
    return pd.DataFrame({{"a": [1]}}),
"""


def make_bypass_save_script(content: bytes) -> str:
    return BYPASS_SAVE_SCRIPT.format(content=content.hex())

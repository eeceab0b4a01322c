"""Files of strangers: XML without entities, archives that cannot grow, and pickles that are read and never run."""

import ast
import io
import pickletools
import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from server.importers.imported_design import ImportRefused

MAX_FILE_BYTES = 64 * 2**20
MAX_ARCHIVE_FILES = 5_000
MAX_ARCHIVE_BYTES = 128 * 2**20
MAX_XML_DEPTH = 200
MAX_XML_ELEMENTS = 500_000
MAX_PICKLE_BYTES = 4 * 2**20
MAX_PICKLE_STEPS = 400_000
MAX_LITERAL_LENGTH = 1_000_000


def read_xml(content: bytes) -> Element:
    """The root of an XML file. Document types and entities are refused: they can read files, and grow without limit."""
    builder, depth, count = TreeBuilder(), 0, 0
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_XML_DEPTH or count > MAX_XML_ELEMENTS:
            raise ImportRefused("The file is nested too deeply, or has too many elements.")
        # Files of KNIME say the namespace of each name, which tells nothing.
        builder.start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition(":")[2])

    def refuse(*_: object) -> int:
        raise ImportRefused(
            "The file declares a document type or entities, which are not read. Remove the declaration."
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(content, True)
        return builder.close()
    except expat.ExpatError as error:
        raise ImportRefused(f"The file can't be read as XML: {error}.") from None


def read_archive(content: bytes) -> dict[str, bytes]:
    """The files of a zip by their paths, as far as they fit; nothing is written to the disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_ARCHIVE_FILES:
                raise ImportRefused(f"The archive holds more than {MAX_ARCHIVE_FILES:,} files.")
            found: dict[str, bytes] = {}
            left = MAX_ARCHIVE_BYTES
            for entry in entries:
                if entry.flag_bits & 1:
                    raise ImportRefused("The archive has a password. Export it without one.")
                with archive.open(entry) as file:
                    # What an entry says of its size may be a lie, so that only what is read counts.
                    found[entry.filename] = file.read(left + 1)
                left -= len(found[entry.filename])
                if left < 0:
                    raise ImportRefused("The archive unpacks to more than 128 MB. Export it without data.")
            return found
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise ImportRefused(f"The archive can't be read: {error}.") from None


class OpaqueObject:
    """An object in a pickle: the name of its class and what it was made of. It is never made."""

    def __init__(self, name: str, arguments: object = ()) -> None:
        self.name = name
        self.arguments = arguments
        self.state: object = None

    def __str__(self) -> str:
        return f"<{self.name}>"


_MARK: Any = object()
_EMPTY: Mapping[str, Callable[[], Any]] = {
    "EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple, "EMPTY_SET": set, "NONE": lambda: None,
    "NEWTRUE": lambda: True, "NEWFALSE": lambda: False, "MARK": lambda: _MARK,
}  # fmt: skip
_VALUES = frozenset(
    {
        *("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT"),
        *("UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "STRING", "BINSTRING", "SHORT_BINSTRING"),
        *("BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "BYTEARRAY8"),
    }
)


class _PickleReader:
    """A machine with a stack that understands values and containers, and keeps everything else as a name."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def pop_marked(self) -> list[Any]:
        """What lies above the last mark."""
        at = max(index for index, item in enumerate(self.stack) if item is _MARK)
        items = self.stack[at + 1 :]
        del self.stack[at:]
        return items

    def step(self, name: str, argument: Any) -> None:
        """One instruction."""
        if name in _EMPTY:
            self.stack.append(_EMPTY[name]())
        elif name in _VALUES:
            self.stack.append(argument)
        elif name in ("MEMOIZE", "PUT", "BINPUT", "LONG_BINPUT"):
            self.memo[len(self.memo) if name == "MEMOIZE" else argument] = self.stack[-1]
        elif name in ("GET", "BINGET", "LONG_BINGET"):
            self.stack.append(self.memo[argument])
        elif name in ("POP", "DUP"):
            self.stack.append(self.stack[-1]) if name == "DUP" else self.stack.pop()
        elif name == "POP_MARK":
            self.pop_marked()
        elif name not in ("PROTO", "FRAME", "STOP"):
            self._build(name, argument)

    def _build(self, name: str, argument: Any) -> None:
        if name in ("TUPLE1", "TUPLE2", "TUPLE3"):
            count = int(name[-1])
            items = self.stack[-count:]
            del self.stack[-count:]
            self.stack.append(tuple(items))
        elif name in ("TUPLE", "LIST", "FROZENSET"):
            self.stack.append({"TUPLE": tuple, "LIST": list, "FROZENSET": list}[name](self.pop_marked()))
        elif name == "DICT":
            self.stack.append(_pair_items(self.pop_marked()))
        elif name in ("APPEND", "APPENDS", "ADDITEMS", "SETITEM", "SETITEMS"):
            self._fill(name)
        else:
            self._name_object(name, argument)

    def _fill(self, name: str) -> None:
        """Put items into the container below them; what is no container here is left as it is."""
        if name in ("APPEND", "SETITEM"):
            count = 1 if name == "APPEND" else 2
            items = self.stack[-count:]
            del self.stack[-count:]
        else:
            items = self.pop_marked()
        target = self.stack[-1]
        if isinstance(target, list):
            target.extend(items)
        elif isinstance(target, dict):
            target.update(_pair_items(items))

    def _name_object(self, name: str, argument: Any) -> None:
        if name == "GLOBAL":
            self.stack.append(OpaqueObject(str(argument).replace(" ", ".")))
        elif name == "STACK_GLOBAL":
            attribute, module = self.stack.pop(), self.stack.pop()
            self.stack.append(OpaqueObject(f"{module}.{attribute}"))
        elif name in ("REDUCE", "NEWOBJ"):
            arguments, kind = self.stack.pop(), self.stack.pop()
            self.stack.append(OpaqueObject(str(getattr(kind, "name", kind)), arguments))
        elif name == "NEWOBJ_EX":
            named, arguments, kind = self.stack.pop(), self.stack.pop(), self.stack.pop()
            self.stack.append(OpaqueObject(str(getattr(kind, "name", kind)), (arguments, named)))
        elif name == "BUILD":
            state = self.stack.pop()
            if isinstance(self.stack[-1], OpaqueObject):
                self.stack[-1].state = state
        else:
            raise ImportRefused(f"The settings use the instruction {name}, which is not read.")


def _pair_items(items: list[Any]) -> dict[Any, Any]:
    pairs = zip(items[::2], items[1::2], strict=True)
    return {
        key if isinstance(key, (str, int, float, bool, tuple)) and _is_hashable(key) else str(key): value
        for key, value in pairs
    }


def _is_hashable(key: object) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True


def read_pickle(content: bytes) -> object:
    """The values in a pickle: texts, numbers and containers. Objects are names: no class is looked up or called."""
    if len(content) > MAX_PICKLE_BYTES:
        raise ImportRefused("The settings are larger than 4 MB.")
    reader = _PickleReader()
    try:
        for number, (operation, argument, _) in enumerate(pickletools.genops(content)):
            if number > MAX_PICKLE_STEPS:
                raise ImportRefused("The settings have too many parts.")
            reader.step(operation.name, argument)
        return reader.stack[-1]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ImportRefused(f"The settings can't be read: {error}.") from None


def read_literal(text: str) -> object:
    """A Python literal."""
    if len(text) > MAX_LITERAL_LENGTH:
        raise ImportRefused("The settings are longer than a million letters.")
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError) as error:
        raise ImportRefused(f"The settings can't be read: {type(error).__name__}.") from None

"""What an import gives: a design, and for each step of the original how it was taken over."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from modules.kit import Module, catalog
from server.importers.card_spreading import choose_scale, part_cards

ConversionKind = Literal["converted", "approximated", "placeholder"]
NODE_ID = re.compile(r"[^a-z0-9_]+")
#: So much of the original settings is kept with a node.
MAX_SETTINGS_LENGTH = 20_000
MAX_STEPS = 2_000
MAX_NOTE_LENGTH = 4_000
DONE_BY_FOLDS = "Cross Validate Model does this for each fold."
PLACEHOLDER_PREFIX = "own_placeholder"
PLACEHOLDER_CODE = '''import pandas as pd


def placeholder({arguments}) -> pd.DataFrame:
    """A step of {tool} that has no counterpart here: {title}. Replace it; its settings are in the note of the card."""
    raise ValueError("{title} came from {tool} and has no counterpart here. Replace this module.")
'''


class ImportRefused(Exception):
    """The file cannot be imported; the message says why."""


@dataclass(frozen=True)
class ConversionLine:
    """How one step of the original was taken over, and what is different."""

    title: str
    kind: ConversionKind
    text: str
    node: str


class TableStep(NamedTuple):
    """What a step with one table in and one out becomes; `text` says what differs, and is empty where nothing does."""

    module: str
    output: str
    values: Mapping[str, Any] | None
    text: str = ""

    @property
    def other_output(self) -> str | None:
        """The output for the rows that a filter leaves out; None where a module has none."""
        return {"selected_rows": "other_rows", "other_rows": "selected_rows"}.get(self.output)


@dataclass
class ImportedDesign:
    """A design that is being made of the steps of another tool."""

    tool: str
    name: str
    description: str = ""
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    modules: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: list[ConversionLine] = field(default_factory=list)
    #: {a File node: the name of its file, and the zip that is to be stored for it}
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def add_node(
        self,
        title: str,
        module: str,
        place: tuple[float, float],
        inputs: Mapping[str, str | Sequence[str] | None],
        parameters: Mapping[str, Any] | None = None,
    ) -> str:
        """Place a module; returns the id of its node."""
        if len(self.nodes) >= MAX_STEPS:
            raise ImportRefused(f"The file has more than {MAX_STEPS:,} steps.")
        name = self._choose_id(title)
        connected = {port: held if isinstance(held, str) else list(held) for port, held in inputs.items() if held}
        self.nodes[name] = {
            "module": module,
            "title": title[:200],
            "parameters": {key: value for key, value in (parameters or {}).items() if value is not None},
            "inputs": connected,
            "x": round(place[0]),
            "y": round(place[1]),
        }
        return name

    def add_placeholder(
        self, title: str, place: tuple[float, float], tables: Sequence[str], settings: object, reason: str
    ) -> str:
        """A card that keeps its place, its connections and the original settings. It is disabled, and runs nothing."""
        count = max(len(tables), 1)
        module = f"{PLACEHOLDER_PREFIX}_{len(self.modules) + 1}"
        plain = re.sub(r"[^\w .,()-]", "", title)[:80] or "Step"
        arguments = ", ".join(f"table{number}: pd.DataFrame" for number in range(1, count + 1))
        self.modules[module] = {"code": PLACEHOLDER_CODE.format(arguments=arguments, title=plain, tool=self.tool)}
        inputs = {f"table{number}": reference for number, reference in enumerate(tables, 1)}
        name = self.add_node(title, module, place, inputs)
        self.nodes[name] |= {"disabled": True, "note": describe_settings(settings)}
        self.report(title, "placeholder", reason, name)
        return name

    def add_training(
        self, title: str, place: tuple[float, float], learner: str, table: str | None, label: str | None
    ) -> str:
        """Train a learner; returns the port of the trained model."""
        inputs = {"untrained_model": learner, "dataset": table}
        name = self.add_node(f"Train {title}", "train_model", place, inputs, {"label": label})
        return f"{name}.trained_model"

    def add_chain(
        self,
        title: str,
        module: str,
        ports: tuple[str, str],
        place: tuple[float, float],
        tables: Sequence[str],
        values: Mapping[str, Any] | None = None,
    ) -> tuple[str, str]:
        """Join tables by a module of two, each further one by the same; returns the first node, and the result."""
        values = values or {}
        (output,) = (port.name for port in catalog()[module].outputs)
        first = name = self.add_node(title, module, place, dict(zip(ports, tables, strict=False)), values)
        for number, table in enumerate(tables[2:], 1):
            below = (place[0] + 30 * number, place[1] + 120 * number)
            name = self.add_node(title, module, below, {ports[0]: f"{name}.{output}", ports[1]: table}, values)
        return first, f"{name}.{output}"

    def keep_settings(self, name: str, settings: object) -> None:
        """Note the original settings on a card."""
        self.nodes[name]["note"] = f"Settings in {self.tool}:\n{describe_settings(settings)}"[:MAX_NOTE_LENGTH]

    def report(self, title: str, kind: ConversionKind, text: str, node: str) -> None:
        """Say how a step was taken over."""
        self.lines.append(ConversionLine(title, kind, text, node))

    def add_note(self, text: str, place: tuple[float, float], size: tuple[float, float] = (240, 110)) -> None:
        """A note on the canvas."""
        name = f"note_{len(self.notes) + 1}"
        where = {"x": round(place[0]), "y": round(place[1]), "width": round(size[0]), "height": round(size[1])}
        self.notes[name] = {"text": text[:10_000], **where, "color": "yellow"}

    def build_document(self) -> dict[str, Any]:
        """The document, with the report as a note beside the cards."""
        scale = choose_scale((node["x"], node["y"]) for node in self.nodes.values())
        notes = _move(self.notes, [(held["x"] * scale, held["y"] * scale) for held in self.notes.values()])
        nodes = _move(self.nodes, part_cards([(node["x"] * scale, node["y"] * scale) for node in self.nodes.values()]))
        left = min((node["x"] for node in nodes.values()), default=0)
        top = min((node["y"] for node in nodes.values()), default=0)
        report = {"text": self.describe(), "x": left - 420, "y": top, "width": 360, "height": 320, "color": "blue"}
        return {
            "format": 2,
            "name": self.name[:200] or f"From {self.tool}",
            "description": self.description[:2_000],
            "nodes": nodes,
            "notes": {"import_report": report, **notes},
            "modules": self.modules,
        }

    def count(self, kind: ConversionKind) -> int:
        """How many steps were taken over in this way."""
        return sum(line.kind == kind for line in self.lines)

    def describe(self) -> str:
        """The report as Markdown: what is different first."""
        counts = ", ".join(f"{self.count(kind)} {word}" for kind, word in KIND_WORDS.items() if self.count(kind))
        text = [f"**Imported from {self.tool}**: {counts or 'nothing'}."]
        for kind, word in (("placeholder", "Placeholder"), ("approximated", "Approximated")):
            for line in self.lines:
                if line.kind == kind:
                    text.append(f"- {word}: **{line.title}**. {line.text}")
        return "\n".join(text)[:10_000]

    def _choose_id(self, title: str) -> str:
        base = NODE_ID.sub("_", title.lower()).strip("_")[:48] or "step"
        name, number = base, 2
        while name in self.nodes:
            name, number = f"{base}_{number}", number + 1
        return name


def _move(held: Mapping[str, dict[str, Any]], places: Sequence[tuple[float, float]]) -> dict[str, dict[str, Any]]:
    moved = zip(held.items(), places, strict=True)
    return {name: {**one, "x": round(x), "y": round(y)} for (name, one), (x, y) in moved}


KIND_WORDS: Mapping[ConversionKind, str] = {
    "converted": "converted",
    "approximated": "approximated",
    "placeholder": "as placeholders",
}


def sort_steps(names: Iterable[str], links: Iterable[tuple[str, str]], noun: str = "connections") -> list[str]:
    """The steps of the original, each after those that it takes from; raises ImportRefused where there is a loop."""
    # No sets: the ids of cards go by this order, which is to be the same each time.
    sources: dict[str, dict[str, None]] = {name: {} for name in names}
    for source, target in links:
        if source in sources and target in sources:
            sources[target][source] = None
    try:
        return list(TopologicalSorter(sources).static_order())
    except CycleError:
        raise ImportRefused(f"The {noun} form a loop, which a design can't have.") from None


def accepts_value(module: Module, parameter: str, value: object) -> bool:
    """Whether a parameter of a module can have this value."""
    checked = module.parameters.model_construct()
    try:
        module.parameters.__pydantic_validator__.validate_assignment(checked, parameter, value)
    except (ValidationError, ValueError, TypeError):
        return False
    return True


def describe_settings(settings: object) -> str:
    """The original settings as text, cut where they are long."""
    text = json.dumps(limit_value(settings), ensure_ascii=False, indent=1)
    return text if len(text) <= MAX_SETTINGS_LENGTH else f"{text[:MAX_SETTINGS_LENGTH]} …"


def limit_value(value: object, depth: int = 8, width: int = 60) -> object:
    """A value as JSON of a size that people read: files can refer to one list a million times."""
    return _ValueLimiter().limit(value, depth, width)


class _ValueLimiter:
    """Counts what it has kept of a value: what refers to one list a million times would take minutes otherwise."""

    def __init__(self) -> None:
        self._left = MAX_SETTINGS_LENGTH

    def limit(self, value: object, depth: int, width: int) -> object:
        self._left -= 1
        if depth == 0 or self._left < 0:
            return "…"
        if isinstance(value, Mapping):
            items = list(value.items())[: min(width, self._left)]
            return {str(key)[:100]: self.limit(item, depth - 1, width // 2 + 1) for key, item in items}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.limit(item, depth - 1, width // 2 + 1) for item in list(value)[: min(width, self._left)]]
        if isinstance(value, str):
            return value[:1_000]
        if value is None or isinstance(value, (bool, int, float)):
            return value if not isinstance(value, float) or abs(value) < float("inf") else str(value)
        return str(value)[:200]

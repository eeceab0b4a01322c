"""The drawn graph as one picture: cards with title, status and small picture, and edges with what flows along them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from modules.kit import Module
from server.graph.document import Design, Edge, in_order, title_of
from server.graph.patience import check_patience
from server.pages.drawing import Point, element, picture, shortened, words, wrapped
from server.pages.plates import plate, sketch
from server.pages.wording import duration, table_size
from server.runs.told import Output, Step

WIDTH, HEIGHT = 248, 72
PLATE = 60
TEXT = PLATE + 12
TITLE_LINE, TITLE_SIZE, TITLE_WIDTH, MOST_LINES = 16, 13.5, 164, 5
ROW_GAP, COLUMN_GAP = 40, 28
RADIUS = 10
MARGIN = 14
#: Models turn closer to the target than data, so that they never lie on one another.
MODELS = ("untrained_model", "trained_model")
MODEL_TURN, DATA_TURN = 11, 20

STATE_WORDS = {
    "queued": "Queued",
    "running": "Running",
    "succeeded": "Succeeded",
    "reused": "Reused",
    "failed": "Failed",
    "skipped": "Skipped",
    "cancelled": "Cancelled",
}
#: Outlines on a ground of 14 x 14.
STATE_ICONS = {
    "queued": "M4 2h6M4 12h6M4.6 2c0 5 4.8 5 4.8 10M9.4 2c0 5-4.8 5-4.8 10",
    "running": "M7 1.5v2.6M7 9.9v2.6M1.5 7h2.6M9.9 7h2.6M3.1 3.1l1.8 1.8M9.1 9.1l1.8 1.8M3.1 10.9l1.8-1.8",
    "succeeded": "M7 1.4a5.6 5.6 0 1 1 0 11.2a5.6 5.6 0 1 1 0-11.2M4.6 7.1l1.7 1.7l3.2-3.4",
    "reused": "M2 7a5 5 0 0 1 9-3M11.4 1.6v2.7h-2.7M12 7a5 5 0 0 1-9 3M2.6 12.4v-2.7h2.7",
    "failed": "M7 1.4a5.6 5.6 0 1 1 0 11.2a5.6 5.6 0 1 1 0-11.2M5 5l4 4M9 5l-4 4",
    "skipped": "M3 2v5.5h8M8.4 4.8l2.7 2.7l-2.7 2.7",
    "cancelled": "M7 1.4a5.6 5.6 0 1 1 0 11.2a5.6 5.6 0 1 1 0-11.2M4.6 7h4.8",
}
PORT_SHAPES = {
    "dataset": "M-5 0a5 5 0 1 1 10 0a5 5 0 1 1-10 0",
    "untrained_model": "M0-5L5 0 0 5-5 0z",
    "trained_model": "M0-6L6 0 0 6-6 0z",
    "transformation": "M-5.6-4.4h11.2L0 5.4z",
    "evaluation": "M-4.6-4.6h9.2v9.2h-9.2z",
    "file": "M-2.8-5h5.6L5.6 0 2.8 5h-5.6L-5.6 0z",
    "image_directory": "M-2.8-5h5.6L5.6 0 2.8 5h-5.6L-5.6 0zM0-2a2 2 0 1 0 0 4 2 2 0 1 0 0-4z",
}


@dataclass(frozen=True)
class Card:
    """A node where it stands: its title in lines, and the step that it was in this run; `idle` where it was none."""

    x: float
    y: float
    lines: tuple[str, ...]
    subtitle: str
    module: Module | None
    step: Step | None
    idle: str

    @property
    def height(self) -> float:
        return HEIGHT if len(self.lines) == 1 else HEIGHT - 2 + TITLE_LINE * (len(self.lines) - 1)

    def port(self, name: str, side: str) -> Point | None:
        """Where a port is on the edge of the card; None where the module has none of that name."""
        ports = (self.module.inputs if side == "input" else self.module.outputs) if self.module else ()
        names = [port.name for port in ports]
        if name not in names:
            return None
        x = self.x + WIDTH * (names.index(name) + 1) / (len(names) + 1)
        return x, self.y + (0 if side == "input" else self.height)


def graph_picture(
    design: Design, steps: Mapping[str, Step], catalog: Mapping[str, Module], subtitles: Mapping[str, str]
) -> Markup | None:
    """The graph of a run; None where the design has no nodes. `subtitles` say in a few words how a node is set."""
    cards = placed(design, steps, catalog, subtitles)
    if not cards:
        return None
    left, top = min(card.x for card in cards.values()), min(card.y for card in cards.values())
    right = max(card.x for card in cards.values()) + WIDTH
    bottom = max(card.y + card.height for card in cards.values())
    lines, labels = _edges(design, cards)
    drawn = [*lines, *(_card(card) for card in cards.values()), *labels]
    told = f"The graph of {design.name}: {len(cards)} nodes, from top to bottom."
    size = (right - left + 2 * MARGIN, bottom - top + 2 * MARGIN)
    return picture(*size, *drawn, label=told, class_="graph", origin=(left - MARGIN, top - MARGIN))


def placed(
    design: Design, steps: Mapping[str, Step], catalog: Mapping[str, Module], subtitles: Mapping[str, str]
) -> dict[str, Card]:
    """The cards where the user put them; in rows by what depends on what, where some would lie on one another."""
    titles = {name: module.title for name, module in catalog.items()}
    idle = "Took no part" if steps else "Not run yet"
    cards = {
        name: Card(
            node.x,
            node.y,
            tuple(wrapped(title_of(node, titles), TITLE_WIDTH, TITLE_SIZE, MOST_LINES)),
            shortened(subtitles.get(name, ""), TITLE_WIDTH, 12),
            catalog.get(node.module),
            steps.get(name),
            idle,
        )
        for name, node in design.nodes.items()
    }
    return _in_rows(design, cards) if _overlap(list(cards.values())) else cards


def _overlap(cards: list[Card]) -> bool:
    ordered = sorted(cards, key=lambda card: card.y)
    for place, upper in enumerate(ordered):
        for lower in ordered[place + 1 :]:
            if lower.y >= upper.y + upper.height:
                break
            if abs(lower.x - upper.x) < WIDTH:
                return True
    return False


def _in_rows(design: Design, cards: Mapping[str, Card]) -> dict[str, Card]:
    row_of: dict[str, int] = {}
    for name in [*in_order(design), *design.nodes]:
        if name not in row_of:
            above = [row_of[edge.source] for edge in design.nodes[name].edges() if edge.source in row_of]
            row_of[name] = max(above, default=-1) + 1
    found: dict[str, Card] = {}
    y = 0.0
    rows: dict[int, list[str]] = {}
    for name in cards:
        rows.setdefault(row_of[name], []).append(name)
    for _, names in sorted(rows.items()):
        left = -(len(names) * (WIDTH + COLUMN_GAP) - COLUMN_GAP) / 2
        for place, name in enumerate(names):
            card = cards[name]
            found[name] = replace(card, x=left + place * (WIDTH + COLUMN_GAP), y=y)
        y += max(found[name].height for name in names) + ROW_GAP
    return found


def _edges(design: Design, cards: Mapping[str, Card]) -> tuple[list[Markup], list[Markup]]:
    """The lines, and their labels apart, so that no line crosses a label."""
    lines, labels, labelled = [], [], set()
    for name, node in design.nodes.items():
        for edge in node.edges():
            ends = _ends(edge, cards, name)
            if ends is None:
                continue
            start, end, kind = ends
            turn = MODEL_TURN if kind in MODELS else DATA_TURN
            lines.append(element("path", d=_route(start, end, turn), class_=f"edge edge-{kind}"))
            output = _output(cards[edge.source], edge.output)
            if output and output.rows is not None and output.columns is not None and edge.reference not in labelled:
                labelled.add(edge.reference)
                labels.append(_label(table_size(output.rows, output.columns), start, end, turn))
    return lines, labels


def _ends(edge: Edge, cards: Mapping[str, Card], target: str) -> tuple[Point, Point, str] | None:
    source = cards.get(edge.source)
    port = source.module.output(edge.output) if source and source.module else None
    start = source.port(edge.output, "output") if source else None
    end = cards[target].port(edge.port, "input")
    return (start, end, port.type) if port and start and end else None


def _output(card: Card, port: str) -> Output | None:
    return card.step.outputs.get(port) if card.step else None


def _route(start: Point, end: Point, turn_above: float) -> str:
    """Down, across, down, with round corners; a curve where the target is not below the source."""
    (x1, y1), (x2, y2) = start, end
    drop, across = y2 - y1, x2 - x1
    if drop < 8:
        return f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + 60:.1f} {x2:.1f} {y2 - 60:.1f} {x2:.1f} {y2:.1f}"
    if abs(across) < 1:
        return f"M{x1:.1f} {y1:.1f}V{y2:.1f}"
    turn = max(y1 + 2, y2 - min(turn_above, drop / 2))
    way, half = (1 if across > 0 else -1), abs(across) / 2
    first, second = min(RADIUS, half, turn - y1), min(RADIUS, half, y2 - turn)
    return (
        f"M{x1:.1f} {y1:.1f}V{turn - first:.1f}Q{x1:.1f} {turn:.1f} {x1 + way * first:.1f} {turn:.1f}"
        f"H{x2 - way * second:.1f}Q{x2:.1f} {turn:.1f} {x2:.1f} {turn + second:.1f}V{y2:.1f}"
    )


def _label(text: str, start: Point, end: Point, turn_above: float) -> Markup:
    """Right of a vertical, on the line of a long horizontal."""
    (x1, y1), (x2, y2) = start, end
    turn = y2 - min(turn_above, (y2 - y1) / 2)
    if abs(x2 - x1) > 100:
        return words(text, (x1 + x2) / 2, turn + 4, "edge-label", "middle")
    return words(text, max(x1, x2) + 8, (y1 + y2) / 2 + 4 if abs(x2 - x1) < 1 else turn + 4, "edge-label")


def _card(card: Card) -> Markup:
    check_patience()
    state = card.step.state if card.step else "none"
    inside = [
        element("rect", width=WIDTH, height=card.height, rx=8, class_="card"),
        element("path", d=f"M{PLATE} 1V{card.height - 1}", class_="hairline"),
        _plate(card),
        *_title(card),
        _status(card),
        *_ports(card),
    ]
    return element("g", *inside, class_=f"node is-{state}", transform=f"translate({card.x:.1f} {card.y:.1f})")


def _plate(card: Card) -> Markup:
    outputs = card.step.outputs.values() if card.step else ()
    glance = next((output.glance for output in outputs if output.glance), None)
    middle = card.height / 2
    if glance:
        return element("g", plate(glance), transform=f"translate(8 {middle - 21:.1f})")
    if card.module and card.module.sketch:
        return element("g", sketch(card.module.sketch), transform=f"translate(8 {middle - 21:.1f})")
    kind = card.module.outputs[0].type if card.module and card.module.outputs else "dataset"
    shape = element("path", d=PORT_SHAPES.get(kind, PORT_SHAPES["dataset"]), transform="scale(2)")
    return element("g", shape, class_="no-picture", transform=f"translate({PLATE / 2} {middle:.1f})")


def _title(card: Card) -> list[Markup]:
    top = _first_line(card)
    lines = [words(text, TEXT, top + TITLE_LINE * place, "node-title") for place, text in enumerate(card.lines)]
    below = top + TITLE_LINE * len(card.lines)
    return [*lines, words(card.subtitle, TEXT, below, "node-subtitle")] if card.subtitle else lines


def _first_line(card: Card) -> float:
    """The baseline of the first line of text, all lines together being in the middle of the card."""
    rows = len(card.lines) + bool(card.subtitle) + 1
    return card.height / 2 - TITLE_LINE * rows / 2 + 12


def _status(card: Card) -> Markup:
    state = card.step.state if card.step else None
    y = _first_line(card) + TITLE_LINE * (len(card.lines) + bool(card.subtitle)) + 1
    if state is None or card.step is None:
        return words(card.idle, TEXT, y, "node-status")
    icon = element("path", d=STATE_ICONS[state], class_="icon")
    text = element("text", element("tspan", STATE_WORDS[state], class_="word"), f" {_fact(card.step)}", x=18, y=11)
    return element("g", icon, text, class_=f"node-status state-{state}", transform=f"translate({TEXT} {y - 11:.1f})")


def _fact(step: Step) -> str:
    if step.state == "reused" and step.reused_from is not None:
        return f"run {step.reused_from}"
    if step.error is not None and step.error.line is not None:
        return f"line {step.error.line}"
    return duration(step.seconds) if step.seconds is not None and step.state in ("succeeded", "failed") else ""


def _ports(card: Card) -> list[Markup]:
    drawn = []
    for side, ports in (("input", card.module.inputs), ("output", card.module.outputs)) if card.module else ():
        for port in ports:
            x, y = card.port(port.name, side) or (card.x, card.y)
            place = f"translate({x - card.x:.1f} {y - card.y:.1f})"
            drawn.append(element("path", d=PORT_SHAPES[port.type], class_=f"port port-{port.type}", transform=place))
    return drawn

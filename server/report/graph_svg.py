"""The drawn graph as one picture: cards with title, status and small picture, and edges with what flows along them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import dist

from markupsafe import Markup

from modules.kit import Module
from server.formatting import format_duration, format_table_size
from server.graph.cancellation import check_cancellation
from server.graph.document import Design, Edge, get_node_title, sort_topologically
from server.report.edge_routing.edge_labels import place_labels
from server.report.edge_routing.edge_layout import EdgeToRoute, lay_out_edges
from server.report.edge_routing.geometry import Bounds
from server.report.svg import Point, build_element, build_svg, build_text, measure_text, truncate_text, wrap_text
from server.report.thumbnails import draw_sketch, draw_thumbnail
from server.runs.run_schemas import OutputRead, StepRead

CARD_WIDTH, CARD_HEIGHT = 248, 72
THUMBNAIL_SPACE = 60
TEXT_LEFT = THUMBNAIL_SPACE + 12
TITLE_LINE, TITLE_SIZE, TITLE_WIDTH, MAX_TITLE_LINES = 16, 13.5, 164, 5
ROW_GAP, COLUMN_GAP = 40, 28
CORNER_RADIUS = 10
GRAPH_MARGIN = 14
LABEL_SIZE = 11.5

STATE_NAMES = {
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
class NodeCard:
    """A node where it stands: its title in lines, and the step that it was in this run; `idle` where it was none."""

    x: float
    y: float
    lines: tuple[str, ...]
    subtitle: str
    module: Module | None
    step: StepRead | None
    idle_text: str

    @property
    def height(self) -> float:
        return CARD_HEIGHT if len(self.lines) == 1 else CARD_HEIGHT - 2 + TITLE_LINE * (len(self.lines) - 1)

    def find_port(self, name: str, side: str) -> Point | None:
        """Where a port is on the edge of the card; None where the module has none of that name."""
        ports = (self.module.inputs if side == "input" else self.module.outputs) if self.module else ()
        names = [port.name for port in ports]
        if name not in names:
            return None
        x = self.x + CARD_WIDTH * (names.index(name) + 1) / (len(names) + 1)
        return x, self.y + (0 if side == "input" else self.height)


def draw_graph(
    design: Design, steps: Mapping[str, StepRead], catalog: Mapping[str, Module], subtitles: Mapping[str, str]
) -> Markup | None:
    """The graph of a run; None where the design has no nodes. `subtitles` say in a few words how a node is set."""
    cards = place_cards(design, steps, catalog, subtitles)
    if not cards:
        return None
    lines, labels, corners = _draw_edges(design, cards)
    drawn = [*lines, *(_draw_card(card) for card in cards.values()), *labels]
    summary = f"The graph of {design.name}: {len(cards)} nodes, from top to bottom."
    area = _find_area(cards.values(), corners)
    size = (area.right - area.left + 2 * GRAPH_MARGIN, area.bottom - area.top + 2 * GRAPH_MARGIN)
    origin = (area.left - GRAPH_MARGIN, area.top - GRAPH_MARGIN)
    return build_svg(*size, *drawn, label=summary, class_="graph", origin=origin)


def _find_area(cards: Collection[NodeCard], corners: Sequence[Point]) -> Bounds:
    """What the cards and the edges around them take; an edge may pass beyond the outermost card."""
    x = [*(card.x for card in cards), *(card.x + CARD_WIDTH for card in cards), *(x for x, _ in corners)]
    y = [*(card.y for card in cards), *(card.y + card.height for card in cards), *(y for _, y in corners)]
    return Bounds(min(x), min(y), max(x), max(y))


def place_cards(
    design: Design, steps: Mapping[str, StepRead], catalog: Mapping[str, Module], subtitles: Mapping[str, str]
) -> dict[str, NodeCard]:
    """The cards where the user put them; in rows by what depends on what, where some would lie on one another."""
    titles = {name: module.title for name, module in catalog.items()}
    idle = "Not part of this run" if steps else "Not run yet"
    cards = {
        name: NodeCard(
            node.x,
            node.y,
            tuple(wrap_text(get_node_title(node, titles), TITLE_WIDTH, TITLE_SIZE, MAX_TITLE_LINES)),
            truncate_text(subtitles.get(name, ""), TITLE_WIDTH, 12),
            catalog.get(node.module),
            steps.get(name),
            idle,
        )
        for name, node in design.nodes.items()
    }
    return _arrange_in_rows(design, cards) if _has_overlap(list(cards.values())) else cards


def _has_overlap(cards: list[NodeCard]) -> bool:
    ordered = sorted(cards, key=lambda card: card.y)
    for place, upper in enumerate(ordered):
        for lower in ordered[place + 1 :]:
            if lower.y >= upper.y + upper.height:
                break
            if abs(lower.x - upper.x) < CARD_WIDTH:
                return True
    return False


def _arrange_in_rows(design: Design, cards: Mapping[str, NodeCard]) -> dict[str, NodeCard]:
    row_of: dict[str, int] = {}
    for name in [*sort_topologically(design), *design.nodes]:
        if name not in row_of:
            above = [row_of[edge.source] for edge in design.nodes[name].edges() if edge.source in row_of]
            row_of[name] = max(above, default=-1) + 1
    found: dict[str, NodeCard] = {}
    y = 0.0
    rows: dict[int, list[str]] = {}
    for name in cards:
        rows.setdefault(row_of[name], []).append(name)
    for _, names in sorted(rows.items()):
        left = -(len(names) * (CARD_WIDTH + COLUMN_GAP) - COLUMN_GAP) / 2
        for place, name in enumerate(names):
            card = cards[name]
            found[name] = replace(card, x=left + place * (CARD_WIDTH + COLUMN_GAP), y=y)
        y += max(found[name].height for name in names) + ROW_GAP
    return found


def _draw_edges(design: Design, cards: Mapping[str, NodeCard]) -> tuple[list[Markup], list[Markup], list[Point]]:
    """The lines, their labels apart, so that no line crosses a label, and where the lines bend."""
    edges, sizes = [], {}
    for name, node in design.nodes.items():
        for edge in node.edges():
            ends = _find_ends(edge, cards, name)
            if ends is None:
                continue
            edges.append(EdgeToRoute(f"{edge.reference} > {name}.{edge.port}", edge.reference, *ends))
            output = _get_output(cards[edge.source], edge.output)
            if output and output.rows is not None and output.columns is not None:
                sizes[edge.reference] = format_table_size(output.rows, output.columns)
    areas = [Bounds(card.x, card.y, card.x + CARD_WIDTH, card.y + card.height) for card in cards.values()]
    layout = lay_out_edges(edges, areas)
    places = place_labels(edges, {port: measure_text(text, LABEL_SIZE) for port, text in sizes.items()}, layout)
    lines = [
        build_element("path", d=_draw_route(layout.routes[edge.id]), class_=f"edge edge-{edge.type}") for edge in edges
    ]
    labels = [build_text(sizes[port], x, y + 4, "edge-label", "middle") for port, (x, y, _) in places.items()]
    return lines, labels, [corner for route in layout.routes.values() for corner in route]


def _find_ends(edge: Edge, cards: Mapping[str, NodeCard], target: str) -> tuple[Point, Point, str] | None:
    source = cards.get(edge.source)
    port = source.module.find_output(edge.output) if source and source.module else None
    start = source.find_port(edge.output, "output") if source else None
    end = cards[target].find_port(edge.port, "input")
    return (start, end, port.type) if port and start and end else None


def _get_output(card: NodeCard, port: str) -> OutputRead | None:
    return card.step.outputs.get(port) if card.step else None


def _draw_route(points: Sequence[Point]) -> str:
    """A line along the points, with round corners as far as there is room."""
    drawn = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for index, corner in enumerate(points[1:-1], start=1):
        before, after = points[index - 1], points[index + 1]
        # A leg between two corners is shared by both.
        first = dist(corner, before) / (1 if index == 1 else 2)
        second = dist(corner, after) / (1 if index == len(points) - 2 else 2)
        radius = min(CORNER_RADIUS, first, second)
        (x1, y1), (x2, y2) = _move_toward(corner, before, radius), _move_toward(corner, after, radius)
        drawn.append(f"L{x1:.1f} {y1:.1f}Q{corner[0]:.1f} {corner[1]:.1f} {x2:.1f} {y2:.1f}")
    return "".join([*drawn, f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"])


def _move_toward(point: Point, to: Point, by: float) -> Point:
    share = by / (dist(point, to) or 1)
    return point[0] + (to[0] - point[0]) * share, point[1] + (to[1] - point[1]) * share


def _draw_card(card: NodeCard) -> Markup:
    check_cancellation()
    state = card.step.state if card.step else "none"
    inside = [
        build_element("rect", width=CARD_WIDTH, height=card.height, rx=8, class_="card"),
        build_element("path", d=f"M{THUMBNAIL_SPACE} 1V{card.height - 1}", class_="hairline"),
        _draw_thumbnail(card),
        *_draw_title(card),
        _draw_status(card),
        *_draw_ports(card),
    ]
    return build_element("g", *inside, class_=f"node is-{state}", transform=f"translate({card.x:.1f} {card.y:.1f})")


def _draw_thumbnail(card: NodeCard) -> Markup:
    outputs = card.step.outputs.values() if card.step else ()
    glance = next((output.glance for output in outputs if output.glance), None)
    middle = card.height / 2
    if glance:
        return build_element("g", draw_thumbnail(glance), transform=f"translate(8 {middle - 21:.1f})")
    if card.module and card.module.placeholder:
        return build_element("g", draw_sketch(card.module.placeholder), transform=f"translate(8 {middle - 21:.1f})")
    kind = card.module.outputs[0].type if card.module and card.module.outputs else "dataset"
    shape = build_element("path", d=PORT_SHAPES.get(kind, PORT_SHAPES["dataset"]), transform="scale(2)")
    return build_element("g", shape, class_="no-picture", transform=f"translate({THUMBNAIL_SPACE / 2} {middle:.1f})")


def _draw_title(card: NodeCard) -> list[Markup]:
    top = _compute_baseline(card)
    lines = [
        build_text(text, TEXT_LEFT, top + TITLE_LINE * place, "node-title") for place, text in enumerate(card.lines)
    ]
    below = top + TITLE_LINE * len(card.lines)
    return [*lines, build_text(card.subtitle, TEXT_LEFT, below, "node-subtitle")] if card.subtitle else lines


def _compute_baseline(card: NodeCard) -> float:
    """The baseline of the first line of text, all lines together being in the middle of the card."""
    rows = len(card.lines) + bool(card.subtitle) + 1
    return card.height / 2 - TITLE_LINE * rows / 2 + 12


def _draw_status(card: NodeCard) -> Markup:
    state = card.step.state if card.step else None
    y = _compute_baseline(card) + TITLE_LINE * (len(card.lines) + bool(card.subtitle)) + 1
    if state is None or card.step is None:
        return build_text(card.idle_text, TEXT_LEFT, y, "node-status")
    icon = build_element("path", d=STATE_ICONS[state], class_="icon")
    text = build_element(
        "text", build_element("tspan", STATE_NAMES[state], class_="word"), f" {_describe_step(card.step)}", x=18, y=11
    )
    return build_element(
        "g", icon, text, class_=f"node-status state-{state}", transform=f"translate({TEXT_LEFT} {y - 11:.1f})"
    )


def _describe_step(step: StepRead) -> str:
    if step.state == "reused" and step.reused_from is not None:
        return f"run {step.reused_from}"
    if step.error is not None and step.error.line is not None:
        return f"line {step.error.line}"
    return format_duration(step.seconds) if step.seconds is not None and step.state in ("succeeded", "failed") else ""


def _draw_ports(card: NodeCard) -> list[Markup]:
    drawn = []
    for side, ports in (("input", card.module.inputs), ("output", card.module.outputs)) if card.module else ():
        for port in ports:
            x, y = card.find_port(port.name, side) or (card.x, card.y)
            place = f"translate({x - card.x:.1f} {y - card.y:.1f})"
            drawn.append(
                build_element("path", d=PORT_SHAPES[port.type], class_=f"port port-{port.type}", transform=place)
            )
    return drawn

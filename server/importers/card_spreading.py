"""Room for cards: the originals stand closer together than cards are wide."""

from collections.abc import Iterable, Sequence

#: What a card takes, with a gap.
CARD_WIDTH, CARD_HEIGHT = 270, 110
#: Cards that would need more than this are moved down instead.
MAX_SCALE = 3.0


def choose_scale(places: Iterable[tuple[float, float]]) -> float:
    """How far to pull places apart, about their origin, so that no card covers another. 1 where none does."""
    ordered = sorted(places)
    scale = 1.0
    for at, (x, y) in enumerate(ordered):
        for right, below in ordered[at + 1 :]:
            across, down = right - x, abs(below - y)
            if across * scale >= CARD_WIDTH:
                break
            if down * scale < CARD_HEIGHT:
                needed = min(_divide(CARD_WIDTH, across), _divide(CARD_HEIGHT, down))
                scale = max(scale, needed if needed <= MAX_SCALE else 1.0)
    return scale


def part_cards(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same places in the same order; a card that would cover one to the left of it is moved below that."""
    free: dict[int, tuple[float, float]] = {}
    for at in sorted(range(len(places)), key=places.__getitem__):
        x, y = places[at]
        near = sorted(down for across, down in free.values() if x - across < CARD_WIDTH)
        for down in near:
            if abs(down - y) < CARD_HEIGHT:
                y = down + CARD_HEIGHT
        free[at] = (x, y)
    return [free[at] for at in range(len(places))]


def _divide(length: float, distance: float) -> float:
    return length / distance if distance else float("inf")

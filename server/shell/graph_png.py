"""A graph in small as a PNG, for chat previews: blocks and lines, drawn without a graphics library."""

import struct
import zlib
from typing import Any

import numpy as np

from server.api.designs.summaries import GraphPicture

IMAGE_WIDTH, IMAGE_HEIGHT = 1200, 630
IMAGE_MARGIN = 60
CARD_SIZE = (248, 72)
PAPER, GRID, LINE = (247, 243, 233), (238, 232, 218), (148, 138, 118)
SHEET, BORDER, WORDS = (255, 254, 251), (214, 205, 186), (226, 219, 204)
GRAY, OCHRE, PURPLE = (168, 156, 132), (185, 111, 51), (132, 50, 122)


def draw_graph_png(picture: GraphPicture) -> bytes:
    """1200 x 630 pixels of the graph; no word of it is in there."""
    pixels = np.full((IMAGE_HEIGHT, IMAGE_WIDTH, 3), PAPER, dtype=np.uint8)
    pixels[::30, :] = pixels[:, ::30] = GRID
    if picture.nodes:
        _draw_graph(pixels, picture)
    return encode_png(pixels)


def _draw_graph(pixels: object, picture: GraphPicture) -> None:
    x = np.array([node[0] for node in picture.nodes], dtype=float)
    y = np.array([node[1] for node in picture.nodes], dtype=float)
    wide, tall = np.ptp(x) + CARD_SIZE[0], np.ptp(y) + CARD_SIZE[1]
    scale = min((IMAGE_WIDTH - 2 * IMAGE_MARGIN) / wide, (IMAGE_HEIGHT - 2 * IMAGE_MARGIN) / tall, 1.5)
    left = (x - x.min()) * scale + (IMAGE_WIDTH - wide * scale) / 2
    top = (y - y.min()) * scale + (IMAGE_HEIGHT - tall * scale) / 2
    width, height = CARD_SIZE[0] * scale, CARD_SIZE[1] * scale
    for source, target in picture.edges:
        start, end = (left[source] + width / 2, top[source] + height), (left[target] + width / 2, top[target])
        middle = (start[1] + end[1]) / 2
        _fill_rectangle(pixels, start[0] - 1, start[1], start[0] + 1, middle, LINE)
        _fill_rectangle(pixels, start[0], middle - 1, end[0], middle + 1, LINE)
        _fill_rectangle(pixels, end[0] - 1, middle, end[0] + 1, end[1], LINE)
    for place, (_, _, category) in enumerate(picture.nodes):
        _draw_card(pixels, (left[place], top[place]), (width, height), _choose_color(category))


def _draw_card(
    pixels: object, corner: tuple[float, float], size: tuple[float, float], color: tuple[int, int, int]
) -> None:
    """A card as on the canvas: its thumbnail in the color of what it is for, and lines in the place of words."""
    (left, top), (width, height) = corner, size
    _fill_rectangle(pixels, left, top, left + width, top + height, BORDER)
    _fill_rectangle(pixels, left + 2, top + 2, left + width - 2, top + height - 2, SHEET)
    _fill_rectangle(pixels, left + 2, top + 2, left + width * 0.24, top + height - 2, color)
    for line, share in ((0.26, 0.86), (0.52, 0.62), (0.74, 0.48)):
        start = top + height * line
        _fill_rectangle(pixels, left + width * 0.3, start, left + width * share, start + height * 0.1, WORDS)


def _fill_rectangle(pixels: Any, x1: float, y1: float, x2: float, y2: float, color: tuple[int, int, int]) -> None:
    left, right = sorted((round(x1), round(x2)))
    top, bottom = sorted((round(y1), round(y2)))
    pixels[max(0, top) : max(top + 1, bottom), max(0, left) : max(left + 1, right)] = color


def _choose_color(category: str) -> tuple[int, int, int]:
    words = category.lower()
    if "evaluation" in words:
        return PURPLE
    learns = ("regression", "classification", "clustering", "anomaly", "training")
    return OCHRE if any(word in words for word in learns) else GRAY


def encode_png(pixels: Any) -> bytes:
    """The pixels as a PNG file: RFC 2083, eight bits of red, green and blue, no filter."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), dtype=np.uint8), pixels.reshape(height, -1)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )

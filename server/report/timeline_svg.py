"""When a step ran within its run, as a bar."""

from markupsafe import Markup

from server.report.svg import Scale, build_element, build_line, build_svg

WIDTH, HEIGHT = 120, 14
MIN_BAR_WIDTH = 1.5


def draw_timeline(start: float, seconds: float, run_seconds: float, state: str) -> Markup:
    """The bar of a step that began so many seconds after its run."""
    scale = Scale(0, run_seconds or 1, 0, WIDTH)
    left = min(scale(start), WIDTH - MIN_BAR_WIDTH)
    width = max(MIN_BAR_WIDTH, min(scale(seconds), WIDTH - left))
    bar = build_element("rect", x=left, y=3, width=width, height=8, rx=1, class_=f"time-{state}")
    ground = build_line((0, 7), (WIDTH, 7), "grid")
    return build_svg(WIDTH, HEIGHT, ground, bar, label="When it ran during the run", class_="timeline")

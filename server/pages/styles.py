"""The style sheets of pages that are not the app, as one text for the page's own style element."""

from pathlib import Path

from markupsafe import Markup

from server.pages.fonts import font_faces

TEMPLATES = Path(__file__).parent / "templates"


def styles(sheet: str, *, standalone: bool, prefix: str = "") -> Markup:
    """Fonts, paper and the page's own sheet. They are files of ours, so nothing in them needs to be escaped."""
    sheets = [(TEMPLATES / name).read_text(encoding="utf-8") for name in ("paper.css", sheet)]
    return Markup("\n".join([font_faces(embedded=standalone, prefix=prefix), *sheets]))  # nosec B704

"""The style sheets of pages that are not the app, as one text for the page's own style element."""

from pathlib import Path

from markupsafe import Markup

from server.shell.font_faces import build_font_faces

TEMPLATE_FOLDER = Path(__file__).parent / "templates"


def load_styles(sheet: str, *, standalone: bool, prefix: str = "") -> Markup:
    """Fonts, paper and the page's own sheet. They are files of ours, so nothing in them needs to be escaped."""
    sheets = [(TEMPLATE_FOLDER / name).read_text(encoding="utf-8") for name in ("paper.css", sheet)]
    return Markup("\n".join([build_font_faces(embedded=standalone, prefix=prefix), *sheets]))  # nosec B704

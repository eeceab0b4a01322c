"""The typefaces of pages that are not the app: they come from the built app, by address or inside the page itself."""

import base64
from functools import cache
from pathlib import Path

from server.shell.asset_manifest import APP_FOLDER

#: Family, how the file begins, weights, style.
FONT_FACES = (
    ("Source Sans 3 Variable", "source-sans-3-latin-wght-normal", "200 900", "normal"),
    ("Newsreader Variable", "newsreader-latin-wght-normal", "200 800", "normal"),
    ("Newsreader Variable", "newsreader-latin-wght-italic", "200 800", "italic"),
    ("IBM Plex Mono", "ibm-plex-mono-latin-400-normal", "400", "normal"),
)


@cache
def build_font_faces(*, embedded: bool, prefix: str = "") -> str:
    """The @font-face rules; empty where the app is not built, and then the system's fonts do.

    `embedded` fonts are in the page as data, so that it stands alone.
    """
    rules = []
    for family, begins, weight, style in FONT_FACES:
        file = next(iter(sorted(APP_FOLDER.glob(f"assets/{begins}-*.woff2"))), None)
        if file is not None:
            address = _to_data_url(file) if embedded else f"{prefix}/app/assets/{file.name}"
            rules.append(
                f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
                f"font-display:swap;src:url({address}) format('woff2')}}"
            )
    return "\n".join(rules)


def _to_data_url(file: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"

"""The typefaces of a page that must stand alone: taken from the built browser app and put into the page itself."""

import base64
from functools import cache

from server.pages.shell import APP

#: Family, how the file begins, weights, style.
FACES = (
    ("Source Sans 3 Variable", "source-sans-3-latin-wght-normal", "200 900", "normal"),
    ("Newsreader Variable", "newsreader-latin-opsz-normal", "200 800", "normal"),
    ("Newsreader Variable", "newsreader-latin-opsz-italic", "200 800", "italic"),
    ("IBM Plex Mono", "ibm-plex-mono-latin-400-normal", "400", "normal"),
)


@cache
def font_faces() -> str:
    """The @font-face rules with the fonts as data; empty where the app is not built, and then the system's fonts do."""
    rules = []
    for family, begins, weight, style in FACES:
        file = next(iter(sorted(APP.glob(f"assets/{begins}-*.woff2"))), None)
        if file is not None:
            data = base64.b64encode(file.read_bytes()).decode("ascii")
            source = f"url(data:font/woff2;base64,{data}) format('woff2')"
            rules.append(
                f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
                f"font-display:block;src:{source}}}"
            )
    return "\n".join(rules)

"""The files of the built browser app that a page begins with, by the manifest of the build."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

APP = Path(__file__).parent.parent / "static" / "app"
MANIFEST = APP / ".vite" / "manifest.json"
ENTRY = "src/main.tsx"
DESIGN = "src/pages/DesignPage.tsx"
#: The page behind an address, by how its path begins.
PAGES = (
    ("/designs/", DESIGN),
    ("/samples", "src/pages/ExamplesPage.tsx"),
    ("/datasets", "src/pages/DatasetsPage.tsx"),
    ("/runs", "src/pages/RunsPage.tsx"),
    ("/compare/", "src/pages/ComparePage.tsx"),
    ("/connections", "src/pages/ConnectionsPage.tsx"),
    ("/people", "src/pages/PeoplePage.tsx"),
    ("/s/", "src/pages/SharedPage.tsx"),
    ("/open", "src/pages/OpenPage.tsx"),
    ("/", "src/pages/HomePage.tsx"),
)
#: What a design imports for its first drawing while it waits for the server.
WITH_DESIGN = ("icons",)
#: What text is set in before anything else is; a card is as high as its title needs.
FONTS = ("source-sans-3-latin-wght-normal", "newsreader-latin-wght-normal")

Manifest = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Built:
    """Files below `/app/`: the script to run, all scripts and fonts to fetch ahead, and the style sheets, in order."""

    page: str
    script: str
    ahead: tuple[str, ...]
    styles: tuple[str, ...]
    fonts: tuple[str, ...]

    @property
    def data(self) -> tuple[str, ...]:
        """What the page asks the server for whatever it shows."""
        return ("/api/catalog",) if self.page == DESIGN else ()


def built(path: str) -> Built | None:
    """What the page at an address begins with; None where the app is not built."""
    if not MANIFEST.exists():
        return None
    page = next(page for begins, page in PAGES if path.startswith(begins))
    return _built(MANIFEST.stat().st_mtime_ns, page)


@lru_cache(maxsize=len(PAGES))
def _built(written: int, page: str) -> Built:  # noqa: ARG001  a build after the start of the server is another one
    manifest: Manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    chunks = list(first_chunks(manifest, page))
    fonts = [entry["file"] for name, entry in manifest.items() if Path(name).stem in FONTS and name.endswith("woff2")]
    return Built(
        page=page,
        script=manifest[ENTRY]["file"],
        ahead=tuple(chunk["file"] for chunk in chunks),
        styles=tuple(dict.fromkeys(style for chunk in chunks for style in chunk.get("css", []))),
        fonts=tuple(fonts),
    )


def first_chunks(manifest: Manifest, page: str) -> Iterator[Mapping[str, Any]]:
    """The entry and the page with all that they import, each once and before what imports it."""
    seen: set[str] = set()
    for name in (ENTRY, page):
        yield from _with_imports(manifest, name, seen)
    if page == DESIGN:
        for name in later_chunks(manifest, WITH_DESIGN):
            yield from _with_imports(manifest, name, seen)


def later_chunks(manifest: Manifest, wanted: Collection[str]) -> Iterator[str]:
    """The keys of the chunks of these names that are imported later."""
    yield from (name for name, chunk in manifest.items() if chunk.get("name") in wanted and "isEntry" not in chunk)


def _with_imports(manifest: Manifest, name: str, seen: set[str]) -> Iterator[Mapping[str, Any]]:
    if name in seen or name not in manifest:
        return
    seen.add(name)
    for imported in manifest[name].get("imports", []):
        yield from _with_imports(manifest, imported, seen)
    yield manifest[name]

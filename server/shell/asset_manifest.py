"""The files of the built browser app that a page begins with, by the manifest of the build."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

APP_FOLDER = Path(__file__).parent.parent / "static" / "app"
MANIFEST_FILE = APP_FOLDER / ".vite" / "manifest.json"
ENTRY_CHUNK = "src/main.tsx"
DESIGN_PAGE = "src/pages/DesignPage.tsx"
#: The page behind an address, by how its path begins.
PAGE_CHUNKS = (
    ("/designs/", DESIGN_PAGE),
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
DESIGN_CHUNKS = ("icons",)
#: What text is set in before anything else is; a card is as high as its title needs.
PRELOADED_FONTS = ("source-sans-3-latin-wght-normal", "newsreader-latin-wght-normal")

AssetManifest = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class PageAssets:
    """Files below `/app/`: the script to run, all scripts and fonts to fetch ahead, and the style sheets, in order."""

    page: str
    script: str
    ahead: tuple[str, ...]
    styles: tuple[str, ...]
    fonts: tuple[str, ...]

    @property
    def data(self) -> tuple[str, ...]:
        """What the page asks the server for whatever it shows."""
        return ("/api/catalog",) if self.page == DESIGN_PAGE else ()


def find_page_assets(path: str) -> PageAssets | None:
    """What the page at an address begins with; None where the app is not built."""
    if not MANIFEST_FILE.exists():
        return None
    page = next(page for begins, page in PAGE_CHUNKS if path.startswith(begins))
    return _read_page_assets(MANIFEST_FILE.stat().st_mtime_ns, page)


@lru_cache(maxsize=len(PAGE_CHUNKS))
def _read_page_assets(modified_ns: int, page: str) -> PageAssets:  # noqa: ARG001  a build after the start of the server is another one
    manifest: AssetManifest = json.loads(MANIFEST_FILE.read_text(encoding="utf-8"))
    chunks = list(find_initial_chunks(manifest, page))
    fonts = [
        entry["file"]
        for name, entry in manifest.items()
        if Path(name).stem in PRELOADED_FONTS and name.endswith("woff2")
    ]
    return PageAssets(
        page=page,
        script=manifest[ENTRY_CHUNK]["file"],
        ahead=tuple(chunk["file"] for chunk in chunks),
        styles=tuple(dict.fromkeys(style for chunk in chunks for style in chunk.get("css", []))),
        fonts=tuple(fonts),
    )


def find_initial_chunks(manifest: AssetManifest, page: str) -> Iterator[Mapping[str, Any]]:
    """The entry and the page with all that they import, each once and before what imports it."""
    visited: set[str] = set()
    for name in (ENTRY_CHUNK, page):
        yield from _walk_imports(manifest, name, visited)
    if page == DESIGN_PAGE:
        for name in find_lazy_chunks(manifest, DESIGN_CHUNKS):
            yield from _walk_imports(manifest, name, visited)


def find_lazy_chunks(manifest: AssetManifest, names: Collection[str]) -> Iterator[str]:
    """The keys of the chunks of these names that are imported later."""
    yield from (name for name, chunk in manifest.items() if chunk.get("name") in names and "isEntry" not in chunk)


def _walk_imports(manifest: AssetManifest, name: str, visited: set[str]) -> Iterator[Mapping[str, Any]]:
    if name in visited or name not in manifest:
        return
    visited.add(name)
    for imported in manifest[name].get("imports", []):
        yield from _walk_imports(manifest, imported, visited)
    yield manifest[name]

"""The files of the built browser app that a page begins with, by the manifest of the build."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

APP_FOLDER = Path(__file__).parent.parent / "static" / "app"
MANIFEST_FILE = APP_FOLDER / ".vite" / "manifest.json"
PAGE_LIST_FILE = APP_FOLDER / ".vite" / "pages.json"
ENTRY_CHUNK = "src/main.tsx"
HOME_PATH = "/"
#: What text is set in before anything else is; a card is as high as its title needs.
PRELOADED_FONTS = ("source-sans-3-latin-wght-normal", "newsreader-latin-wght-normal")

AssetManifest = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class AppPage:
    """A page as its file in `frontend/src/pages` declares it; the build wrote it down (`frontend/pageList.ts`)."""

    #: As the browser app writes it: "/designs/:designId". A part that ends with "?" may be missing.
    path: str
    #: The page's key in the manifest of the build.
    chunk: str
    #: "members", "accounts" (on servers that have some) or "everyone".
    audience: str = "members"
    #: What its first drawing asks of the server.
    data: tuple[str, ...] = ()
    #: Names of lazy chunks that its first drawing needs.
    chunks: tuple[str, ...] = ()

    @property
    def route_paths(self) -> tuple[str, ...]:
        """The templates of its addresses: "/people/:section?" is at "/people" and at "/people/{section}"."""
        parts = self.path.split("/")
        required = sum(not part.endswith("?") for part in parts)
        return tuple("/".join(map(_to_route_part, parts[:count])) for count in range(required, len(parts) + 1))

    def matches(self, path: str) -> bool:
        """Whether an address is one of this page."""
        return any(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route), path) for route in self.route_paths)


def _to_route_part(part: str) -> str:
    """A part of a path as routes have it: ":designId" is "{design_id}"."""
    if not part.startswith(":"):
        return part
    return "{" + re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", part[1:].removesuffix("?")) + "}"


@dataclass(frozen=True)
class PageAssets:
    """Files below `/app/`: the script to run, all scripts and fonts to fetch ahead, and the style sheets, in order."""

    page: AppPage
    script: str
    ahead: tuple[str, ...]
    styles: tuple[str, ...]
    fonts: tuple[str, ...]


def list_pages() -> tuple[AppPage, ...]:
    """The pages of the browser app; none where it is not built."""
    return _read_page_list(PAGE_LIST_FILE.stat().st_mtime_ns) if PAGE_LIST_FILE.exists() else ()


@lru_cache(maxsize=1)
def _read_page_list(modified_ns: int) -> tuple[AppPage, ...]:  # noqa: ARG001  a build after the start of the server is another one
    read = json.loads(PAGE_LIST_FILE.read_text(encoding="utf-8"))
    return tuple(
        AppPage(page["path"], page["chunk"], page["audience"], tuple(page["data"]), tuple(page["chunks"]))
        for page in read
    )


def find_page(path: str) -> AppPage:
    """The page at an address. The home page says where there is none, since it offers the way home."""
    pages = list_pages()
    home = next(page for page in pages if page.path == HOME_PATH)
    return next((page for page in pages if page.matches(path)), home)


def find_page_assets(path: str) -> PageAssets | None:
    """What the page at an address begins with; None where the app is not built."""
    if not MANIFEST_FILE.exists() or not list_pages():
        return None
    return _read_page_assets(MANIFEST_FILE.stat().st_mtime_ns, find_page(path))


@lru_cache(maxsize=64)
def _read_page_assets(modified_ns: int, page: AppPage) -> PageAssets:  # noqa: ARG001  as above
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


def find_initial_chunks(manifest: AssetManifest, page: AppPage) -> Iterator[Mapping[str, Any]]:
    """The entry and the page with all that they import, each once and before what imports it."""
    visited: set[str] = set()
    for name in (ENTRY_CHUNK, page.chunk, *find_lazy_chunks(manifest, page.chunks)):
        yield from _walk_imports(manifest, name, visited)


def find_lazy_chunks(manifest: AssetManifest, names: Collection[str]) -> Iterator[str]:
    """The keys of the chunks of these names that are imported later."""
    yield from (name for name, chunk in manifest.items() if chunk.get("name") in names and "isEntry" not in chunk)


def _walk_imports(manifest: AssetManifest, name: str, visited: set[str]) -> Iterator[Mapping[str, object]]:
    if name in visited or name not in manifest:
        return
    visited.add(name)
    for imported in manifest[name].get("imports", []):
        yield from _walk_imports(manifest, imported, visited)
    yield manifest[name]

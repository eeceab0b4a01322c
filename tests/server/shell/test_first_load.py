"""What a first visit loads: how much it is, and that it comes compressed and is kept by the browser."""

import gzip
import json

import pytest

from server.shell.app_page import templates
from server.shell.asset_manifest import (
    APP_FOLDER,
    MANIFEST_FILE,
    AppPage,
    AssetManifest,
    find_initial_chunks,
    find_lazy_chunks,
    find_page,
    find_page_assets,
)
from tests.live_server import Client, Server

MAX_BYTES = 319_600
#: Imported by every design as soon as it is drawn.
PRELOADED_CHUNKS = ("soon",)
ENCODING_SUFFIXES = {"br": ".br", "gzip": ".gz"}


@pytest.fixture(scope="module")
def manifest() -> AssetManifest:
    assert MANIFEST_FILE.exists(), "The browser app is not built: python frontend/toolchain.py"
    read: AssetManifest = json.loads(MANIFEST_FILE.read_text())
    return read


def measure_compressed(file: str) -> int:
    """The bytes of a file as the server sends it to a browser that takes gzip."""
    zipped = APP_FOLDER / f"{file}.gz"
    return zipped.stat().st_size if zipped.exists() else (APP_FOLDER / file).stat().st_size


def test_the_app_brings_its_documentation_along(manifest: AssetManifest) -> None:
    """Also where it was built from a copy of its sources, as by pip."""
    guides = {source: chunk for source, chunk in manifest.items() if "docs/user-guide.md" in source}
    assert [("From a table to a model" in (APP_FOLDER / chunk["file"]).read_text()) for chunk in guides.values()] == [
        True
    ]


def test_the_code_and_styles_of_a_first_design_stay_within_their_budget(manifest: AssetManifest) -> None:
    soon = [
        chunk
        for name in find_lazy_chunks(manifest, PRELOADED_CHUNKS)
        for chunk in find_initial_chunks(manifest, AppPage("", name))
    ]
    chunks = [*find_initial_chunks(manifest, find_page("/designs/some")), *soon]
    files = {file for chunk in chunks for file in (chunk["file"], *chunk.get("css", []))}
    sizes = sorted(((measure_compressed(file), file) for file in files), reverse=True)
    total = sum(size for size, _ in sizes)
    largest = "\n".join(f"{size / 1000:7.1f} kB  {file}" for size, file in sizes[:12])
    assert total <= MAX_BYTES, f"{total / 1000:.1f} kB of {MAX_BYTES / 1000:.0f}, gzip; the largest:\n{largest}"
    assert len(files) <= 16, f"{len(files)} files: many small ones compress badly. See frontend/chunks.ts"


def test_icons_and_what_follows_the_first_drawing_are_found_in_the_build(manifest: AssetManifest) -> None:
    assert {manifest[name]["name"] for name in find_lazy_chunks(manifest, ("icons", "soon"))} == {"icons", "soon"}


def test_compressed_files_hold_what_the_file_holds() -> None:
    large = [file for file in APP_FOLDER.glob("assets/*.js") if file.stat().st_size >= 1_000]
    assert large, "The browser app is not built: python frontend/toolchain.py"
    for file in large:
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes(), file.name


@pytest.fixture(scope="module")
def script(manifest: AssetManifest) -> str:
    return f"/app/{manifest['src/main.tsx']['file']}"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None)],
)
def test_files_come_as_the_browser_takes_them(client: Client, script: str, accepted: str, coding: str | None) -> None:
    with client.stream("GET", script, headers={"Accept-Encoding": accepted}) as answer:
        body = b"".join(answer.iter_raw())
    file = APP_FOLDER / script.removeprefix("/app/")
    assert body == file.with_name(file.name + ENCODING_SUFFIXES.get(coding or "", "")).read_bytes()
    response = {
        name: answer.headers.get(name) for name in ("content-encoding", "content-type", "vary", "cache-control")
    }
    assert response == {
        "content-encoding": coding,
        "content-type": "text/javascript; charset=utf-8",
        "vary": "Accept-Encoding",
        "cache-control": "public, max-age=31536000, immutable",
    }


def test_the_page_fetches_ahead_what_it_begins_with(client: Client, manifest: AssetManifest) -> None:
    text = client.get("/designs/some").text
    ahead = find_page_assets("/designs/some")
    assert ahead is not None
    for file in ahead.ahead:
        assert f'<link rel="modulepreload" href="/app/{file}">' in text
    assert f'<link rel="stylesheet" href="/app/{manifest[ahead.page.chunk]["css"][0]}">' in text
    assert len([file for file in ahead.fonts if f'as="font" type="font/woff2" href="/app/{file}"' in text]) == 2
    assert '<link rel="preload" as="fetch" href="/api/catalog" crossorigin>' in text


def test_a_stranger_fetches_no_data_ahead(server: Server) -> None:
    with Client(base_url=server.url) as anonymous:
        assert "/api/catalog" not in anonymous.get("/designs/some").text


def test_other_pages_do_not_begin_with_the_canvas(client: Client) -> None:
    text = client.get("/").text
    assert "HomePage" in text
    assert "flow-" not in text


def test_an_app_that_is_not_built_says_how_to_build_it() -> None:
    page = templates.get_template("app.html").render(built=None, nonce="", bootstrap="{}", known=False, preview=None)
    assert "The browser app is not built" in page

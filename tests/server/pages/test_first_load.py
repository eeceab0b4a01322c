"""What a first visit loads: how much it is, and that it comes compressed and is kept by the browser."""

import gzip
import json

import pytest

from server.pages.built import APP, DESIGN, MANIFEST, Manifest, built, first_chunks, later_chunks
from server.pages.shell import templates
from tests.serving import Client, Server

BUDGET = 305_000
#: Imported by every design as soon as it is drawn.
SOON = ("soon",)
ENCODED = {"br": ".br", "gzip": ".gz"}


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    assert MANIFEST.exists(), "The browser app is not built: python frontend/toolchain.py"
    read: Manifest = json.loads(MANIFEST.read_text())
    return read


def compressed(file: str) -> int:
    """The bytes of a file as the server sends it to a browser that takes gzip."""
    zipped = APP / f"{file}.gz"
    return zipped.stat().st_size if zipped.exists() else (APP / file).stat().st_size


def test_the_code_and_styles_of_a_first_design_stay_within_their_budget(manifest: Manifest) -> None:
    soon = [chunk for name in later_chunks(manifest, SOON) for chunk in first_chunks(manifest, name)]
    chunks = [*first_chunks(manifest, DESIGN), *soon]
    files = {file for chunk in chunks for file in (chunk["file"], *chunk.get("css", []))}
    sizes = sorted(((compressed(file), file) for file in files), reverse=True)
    total = sum(size for size, _ in sizes)
    largest = "\n".join(f"{size / 1000:7.1f} kB  {file}" for size, file in sizes[:12])
    assert total <= BUDGET, f"{total / 1000:.1f} kB of {BUDGET / 1000:.0f}, gzip; the largest:\n{largest}"
    assert len(files) <= 16, f"{len(files)} files: many small ones compress badly. See frontend/chunks.ts"


def test_icons_and_what_follows_the_first_drawing_are_found_in_the_build(manifest: Manifest) -> None:
    assert {manifest[name]["name"] for name in later_chunks(manifest, ("icons", "soon"))} == {"icons", "soon"}


def test_compressed_files_hold_what_the_file_holds() -> None:
    large = [file for file in APP.glob("assets/*.js") if file.stat().st_size >= 1_000]
    assert large, "The browser app is not built: python frontend/toolchain.py"
    for file in large:
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes(), file.name


@pytest.fixture(scope="module")
def script(manifest: Manifest) -> str:
    return f"/app/{manifest['src/main.tsx']['file']}"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None)],
)
def test_files_come_as_the_browser_takes_them(client: Client, script: str, accepted: str, coding: str | None) -> None:
    with client.stream("GET", script, headers={"Accept-Encoding": accepted}) as answer:
        body = b"".join(answer.iter_raw())
    file = APP / script.removeprefix("/app/")
    assert body == file.with_name(file.name + ENCODED.get(coding or "", "")).read_bytes()
    told = {name: answer.headers.get(name) for name in ("content-encoding", "content-type", "vary", "cache-control")}
    assert told == {
        "content-encoding": coding,
        "content-type": "text/javascript; charset=utf-8",
        "vary": "Accept-Encoding",
        "cache-control": "public, max-age=31536000, immutable",
    }


def test_the_page_fetches_ahead_what_it_begins_with(client: Client, manifest: Manifest) -> None:
    text = client.get("/designs/some").text
    ahead = built("/designs/some")
    assert ahead is not None
    for file in ahead.ahead:
        assert f'<link rel="modulepreload" href="/app/{file}">' in text
    assert f'<link rel="stylesheet" href="/app/{manifest[DESIGN]["css"][0]}">' in text
    assert len([file for file in ahead.fonts if f'as="font" type="font/woff2" href="/app/{file}"' in text]) == 2
    assert '<link rel="preload" as="fetch" href="/api/catalog" crossorigin>' in text


def test_a_stranger_fetches_no_data_ahead(server: Server) -> None:
    with Client(base_url=server.url) as stranger:
        assert "/api/catalog" not in stranger.get("/designs/some").text


def test_other_pages_do_not_begin_with_the_canvas(client: Client) -> None:
    text = client.get("/").text
    assert "HomePage" in text
    assert "flow-" not in text


def test_an_app_that_is_not_built_says_how_to_build_it() -> None:
    page = templates.get_template("shell.html").render(built=None, nonce="", bootstrap="{}", known=False, preview=None)
    assert "The browser app is not built" in page

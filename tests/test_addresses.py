"""The browser app and the pages name no address without the path below which the server may be reached."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    file for file in (ROOT / "frontend" / "src").rglob("*.ts*") if not file.name.endswith((".test.ts", ".d.ts"))
)
PAGES = sorted((ROOT / "server" / "shell" / "templates").glob("*.html"))
#: What a browser takes as it is written; `toUrl` and `toAbsoluteUrl` of frontend/src/api/basePath.ts put the path
#: before it.
BARE_ADDRESS = re.compile(
    r"""(?:href|src|action)=(?:"|\{["'`])/
    | (?:fetch|EventSource|location\.(?:assign|replace)|window\.open)\(["'`]/
    | \.href\s*=\s*["'`]/
    | location\.origin\}/""",
    re.VERBOSE,
)
BARE_PAGE_ADDRESS = re.compile(r'(?:href|src|action)="/')


@pytest.mark.parametrize(("files", "bare"), [(SOURCES, BARE_ADDRESS), (PAGES, BARE_PAGE_ADDRESS)], ids=["app", "pages"])
def test_no_address_is_written_without_the_path_of_the_server(files: list[Path], bare: "re.Pattern[str]") -> None:
    assert len(files) > 5
    found = [f"{file.relative_to(ROOT)}: {one.group()}" for file in files for one in bare.finditer(file.read_text())]
    assert found == []

"""The page about adding a route is true: its file alone, put beside a real server, is a route of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.live_server import ROOT, Client, Server
from tests.small_designs import make_node

PAGE = ROOT / "docs" / "extending" / "routes.md"
#: The server looks into one more folder for routes.
ADD_FOLDER = """
import sys
from server.api.core.route_discovery import ROUTE_PACKAGES
sys.path.append({folder!r})
ROUTE_PACKAGES.append("added")
"""


def _read_snippets() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("example")
    (folder / "added").mkdir()
    (folder / "added" / "__init__.py").touch()
    (folder / "added" / "size_routes.py").write_text(_read_snippets()[0])
    server = Server(folder / "home", prelude=ADD_FOLDER.format(folder=str(folder))).start()
    opened = server.open_client()
    yield opened
    opened.close()
    server.stop()


def test_the_file_on_the_page_is_a_route_of_the_server(client: Client) -> None:
    parts: dict[str, object] = {"Client": Client, "make_node": make_node}
    exec(_read_snippets()[1], parts)
    test = parts["test_a_design_has_as_many_modules_as_nodes"]
    assert callable(test)
    test(client)


def test_nobody_reaches_it_without_a_session(client: Client) -> None:
    design = client.create_design({})
    answer = httpx.get(f"{client.base_url}/api/designs/{design}/size")
    assert (answer.status_code, list(answer.json())) == (401, ["detail"])


def test_the_page_names_files_and_tests_that_there_are() -> None:
    named = re.findall(r"`((?:server|tests)/[\w/]+(?:\.py|/))`", PAGE.read_text())
    assert [path for path in named if not Path(ROOT, path).exists()] == []
    assert len(named) > 6

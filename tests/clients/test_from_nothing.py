"""From an empty folder to a trained, shared and deployed model, as the docs say: in Python and in a terminal."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.clients.fresh_python import CLIENT, make_fresh_python
from tests.live_server import ROOT, Client, Server
from tests.server.api.share_links import API_HEADERS, open_share

PEOPLE = "age,hours,income\n" + "".join(
    f"{20 + n % 45},{10 + n * 7 % 50},{'high' if n % 45 + n * 7 % 50 > 45 else 'low'}\n" for n in range(400)
)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_fresh_python(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def folder(tmp_path: Path, client: Client) -> Iterator[Path]:
    """A folder with a table; what was stored there is gone at the end."""
    (tmp_path / "people.csv").write_text(PEOPLE)
    yield tmp_path
    client.delete_everything()


def run_words(words: list[str], folder: Path, server: Server, client: Client) -> str:
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DESIGNERY_SERVER": server.url,
        "DESIGNERY_TOKEN": client.cookies[f"designery_{server.port}"],
    }
    done = subprocess.run(words, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def read_shared_name(server: Server, link: str) -> str:
    """What the design is called for somebody without an account."""
    address, _, token = link.partition("#")
    share = address.rpartition("/s/")[2]
    with httpx.Client(base_url=server.url, headers=API_HEADERS) as stranger:
        opened = open_share(stranger, {"id": share, "token": token})
        assert opened.is_success, opened.text
        return str(stranger.get(f"/api/shared/{share}").json()["document"]["name"])


def test_the_block_of_the_readme(python: Path, folder: Path, server: Server, client: Client) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (CLIENT / "README.md").read_text(), re.DOTALL)
    last = "print(json.dumps([endpoint.predict([{'age': 60, 'hours': 55}]), run['evaluate'].metrics, link]))\n"
    program = f"import json\n{block.replace('https://designery.example.org', server.url)}\n{last}"
    (folder / "walk.py").write_text(program)
    ((row,), metrics, link) = json.loads(run_words([str(python), "walk.py"], folder, server, client))
    assert row["Scored Labels"] == "high"
    assert metrics["Accuracy"] > 0.9
    assert read_shared_name(server, link) == "Income"


def test_the_commands_of_the_page(python: Path, folder: Path, server: Server, client: Client) -> None:
    """Those of docs/command-line.md, one after another, in one shell."""
    text = (ROOT / "docs/command-line.md").read_text()
    (block,) = re.findall(r"<!-- from nothing -->\n```\n(.*?)```", text, re.DOTALL)
    (folder / "bin").mkdir()
    (folder / "bin/designery").symlink_to(python.parent / "designery-client")
    (folder / "designs").mkdir()
    script = f"set -e\nexport PATH={folder}/bin:$PATH\n{block}"
    printed = run_words(["bash", "-c", script], folder, server, client)
    link = next(line for line in printed.splitlines() if "/s/" in line)
    assert read_shared_name(server, link) == "Income"
    assert json.loads(printed[printed.rindex("[\n") :])[0]["Scored Labels"] in ("high", "low")

"""JupyterLab, driven by a browser: a notebook follows the canvas, and goes from a table to a model that answers.

JupyterLab and anywidget are no packages of Designery's: pip install jupyterlab anywidget, into this environment or one
that JUPYTER_PROGRAM names, as /somewhere/bin/jupyter.
"""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import CHROMIUM_FLAGS, find_chromium
from tests.clients.test_from_nothing import PEOPLE, read_shared_name
from tests.live_server import ROOT, Client, Server, wait_until
from tests.small_designs import make_regression_nodes

JUPYTER = os.environ.get("JUPYTER_PROGRAM") or shutil.which("jupyter")
pytestmark = [pytest.mark.nightly, pytest.mark.skipif(JUPYTER is None, reason="there is no jupyter")]
CELLS = (
    "import designery as dy\ndy.connect()\ndesign = dy.open_design('In a notebook')\ndesign.watch()",
    "%load_ext designery",
    "%%designery\ndef double(table, *, times: int = 2):\n    return table * times",
    "print(design.document['nodes']['split']['title'], double.name)",
)
#: What the page of the package says, in one cell.
WALK = re.findall(r"```python\n(.*?)```", (ROOT / "clients/python/README.md").read_text(), re.DOTALL)
ANSWER = (
    "print(endpoint.predict([{'age': 60, 'hours': 55}])[0]['Scored Labels'], run['evaluate'].metrics['Accuracy'] > 0.9)"
)


@pytest.fixture
def notebook(request: pytest.FixtureRequest, tmp_path: Path, server: Server, client: Client) -> Iterator[str]:
    """The address of a notebook with these cells, in a JupyterLab that knows the server."""
    made: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"c{at}", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
        for at, cell in enumerate(getattr(request, "param", CELLS))
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = {"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(book).replace("https://designery.example.org", server.url)
    (tmp_path / "walk.ipynb").write_text(text)
    (tmp_path / "people.csv").write_text(PEOPLE)
    variables = {
        **os.environ,
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT / "clients/python/src"),
        "DESIGNERY_SERVER": server.url,
        "DESIGNERY_TOKEN": client.cookies[f"designery_{server.port}"],
    }
    options = ["--no-browser", "--allow-root", "--port=0", "--ServerApp.token=", "--ServerApp.password="]
    command = [str(JUPYTER), "lab", *options, f"--ServerApp.root_dir={tmp_path}"]
    running = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        runtime = tmp_path / ".local/share/jupyter/runtime"
        found = wait_until(lambda: next(runtime.glob("jpserver-*.json"), None), "JupyterLab")
        address = json.loads(found.read_text())["url"].replace("localhost", "127.0.0.1")
        wait_until(lambda: httpx.get(f"{address}api").is_success, "its answer")
        yield f"{address}lab/tree/walk.ipynb"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def test_a_notebook_follows_the_canvas(notebook: str, client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "In a notebook")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(notebook)
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=120_000)
        page.locator(".jp-Cell").first.click()
        page.keyboard.press("Shift+Enter")
        picture = page.get_by_role("img", name="In a notebook")
        expect(picture).to_be_visible(timeout=60_000)
        before = picture.get_attribute("src")
        client.edit(design, {"path": ["nodes", "split", "title"], "value": "Renamed there"})
        expect(picture).not_to_have_attribute("src", before or "", timeout=30_000)
        for _ in CELLS[1:]:
            page.keyboard.press("Shift+Enter")
        expect(page.get_by_text("Renamed there own_double")).to_be_visible(timeout=60_000)
        browser.close()
    client.delete(f"/api/designs/{design}")


@pytest.mark.parametrize("notebook", [[*WALK, ANSWER, "print(link)"]], indirect=True)
def test_a_notebook_goes_from_a_table_to_a_model_that_answers(notebook: str, server: Server, client: Client) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(notebook)
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=120_000)
        page.locator(".jp-Cell").first.click()
        for _ in range(3):
            page.keyboard.press("Shift+Enter")
        expect(page.locator(".jp-OutputArea-output").get_by_text("high True")).to_be_visible(timeout=240_000)
        printed = page.locator(".jp-OutputArea-output").filter(has_text=f"{server.url}/s/")
        expect(printed).to_be_visible(timeout=60_000)
        assert read_shared_name(server, printed.inner_text().strip()) == "Income"
        browser.close()
    client.delete_everything()

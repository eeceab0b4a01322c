"""VS Code, driven by a browser: from an empty folder to a trained, shared and deployed model, as docs/vscode.md says.

code-server is no package of Designery's; docs/testing.md says how to install it. CODE_SERVER_PROGRAM names the command
that starts it, as "/somewhere/bin/node /somewhere/node_modules/code-server/out/node/entry.js".
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

from frontend.toolchain import node
from tests.browser.conftest import CHROMIUM_FLAGS, find_chromium
from tests.browser.profile_pool import choose_port
from tests.live_server import ROOT, wait_until

PROGRAM = shlex.split(os.environ.get("CODE_SERVER_PROGRAM") or shutil.which("code-server") or "")
pytestmark = [pytest.mark.nightly, pytest.mark.skipif(not PROGRAM, reason="there is no code-server")]
LONG_MS = 300_000


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[str]:
    """The address of an editor with the extension, in a folder that `designery init` made."""
    variables = {
        **{key: value for key, value in os.environ.items() if not key.startswith("DESIGNERY_")},
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DESIGNERY_HOME": str(tmp_path / "home"),
    }
    subprocess.run(["designery", "init", "work"], cwd=tmp_path, env=variables, check=True, capture_output=True)
    package, made = tmp_path / "designery.vsix", node()
    subprocess.run([*made.node, str(ROOT / "clients/vscode/build.mjs"), str(package)], env=made.environment, check=True)
    settings = tmp_path / "data/User/settings.json"
    settings.parent.mkdir(parents=True)
    command = str(Path(sys.executable).parent / "designery")
    held = {"designery.address": f"http://127.0.0.1:{choose_port()}", "designery.command": command}
    settings.write_text(json.dumps(held))
    folders = [f"--extensions-dir={tmp_path / 'extensions'}", f"--user-data-dir={tmp_path / 'data'}"]
    subprocess.run([*PROGRAM, *folders, "--install-extension", str(package)], env=variables, check=True)
    quiet = ["--auth=none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]
    port = choose_port()
    words = [*PROGRAM, *folders, *quiet, f"--bind-addr=127.0.0.1:{port}", str(tmp_path / "work")]
    running = subprocess.Popen(words, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_until(lambda: does_answer(f"{address}healthz"), "code-server", 90)
        yield f"{address}?folder={tmp_path / 'work'}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def does_answer(address: str) -> bool:
    try:
        return httpx.get(address).is_success
    except httpx.ConnectError:
        return False


def choose_in_tree(page: Page, entry: re.Pattern[str], command: str) -> None:
    page.get_by_role("treeitem", name=entry).first.click(button="right")
    page.get_by_role("menuitem", name=command).click()


def test_a_folder_becomes_a_model_that_others_use(editor: str, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(LONG_MS)
        page = context.new_page()
        page.goto(editor)
        # Until the extension is known, a design file is a text.
        page.get_by_role("tab", name="Designery").first.wait_for()
        page.get_by_role("treeitem", name="designs").click()
        page.get_by_role("treeitem", name="penguins.design.json").dblclick()
        held = page.frame_locator("iframe.webview").frame_locator("iframe#active-frame")
        held.get_by_role("button", name="Start Designery").click()
        canvas = held.frame_locator("iframe[title=Canvas]")
        canvas.get_by_role("button", name="Run", exact=True).click()
        canvas.get_by_text("Succeeded").first.wait_for()
        page.screenshot(path=tmp_path / "canvas.png")

        page.get_by_role("tab", name="Designery").first.click()
        page.get_by_role("treeitem", name="Designs").click()
        choose_in_tree(page, re.compile("^Three kinds of penguin"), "Share by a Link")
        page.get_by_text("is in the clipboard").first.wait_for()
        link = str(page.evaluate("navigator.clipboard.readText()"))
        choose_in_tree(page, re.compile("^#1 Three kinds of penguin"), "Deploy the Model")
        page.get_by_role("combobox", name="The name of the model").or_(
            page.get_by_role("textbox", name="The name of the model")
        ).first.press("Enter")
        page.get_by_text("answers by this model").first.wait_for()
        page.get_by_role("treeitem", name="Endpoints").click()
        page.get_by_role("treeitem", name="three-kinds-of-penguin").wait_for()
        page.screenshot(path=tmp_path / "deployed.png")

        visitor = browser.new_context().new_page()
        visitor.goto(link)
        visitor.get_by_role("heading", name="Three kinds of penguin").wait_for()
        browser.close()

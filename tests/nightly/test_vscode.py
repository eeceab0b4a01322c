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
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Error, Locator, Page, expect, sync_playwright

from frontend.toolchain import node
from tests.browser.conftest import CHROMIUM_FLAGS, find_chromium
from tests.browser.profile_pool import choose_port
from tests.live_server import ROOT, wait_until

PROGRAM = shlex.split(os.environ.get("CODE_SERVER_PROGRAM") or shutil.which("code-server") or "")
pytestmark = [pytest.mark.nightly, pytest.mark.skipif(not PROGRAM, reason="there is no code-server")]
LONG_MS = 300_000
CLICK_ATTEMPTS, MENU_MS = 3, 10_000


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
    held = {
        "designery.address": f"http://127.0.0.1:{choose_port()}",
        "designery.command": command,
        "chat.disableAIFeatures": True,
        "workbench.startupEditor": "none",
        "files.autoSave": "off",
    }
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


class Workbench:
    """What one does in the editor, in its words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        held = page.frame_locator("iframe.webview").frame_locator("iframe#active-frame")
        self.start_button = held.get_by_role("button", name="Start Designery")
        self.canvas = held.frame_locator("iframe[title=Canvas]")

    def show_files(self) -> None:
        # A click on the sign of what is shown would hide it.
        self.page.keyboard.press("Control+Shift+e")

    def show_server(self) -> None:
        self.page.get_by_role("tab", name="Designery").first.click()

    def find_entry(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("treeitem", name=name).first

    def choose(self, entry: str | re.Pattern[str], command: str) -> None:
        self.find_entry(entry).click(button="right")
        item = self.page.get_by_role("menuitem", name=command)
        for _ in range(CLICK_ATTEMPTS):
            # A menu takes no click in the moment in which it opens, and stays.
            item.click()
            with suppress(Error):
                item.wait_for(state="hidden", timeout=MENU_MS)
                return

    def open_design(self) -> None:
        # Until the extension is known, a design file is a text.
        self.page.get_by_role("tab", name="Designery").first.wait_for()
        self.find_entry("designs").click()
        self.find_entry("penguins.design.json").dblclick()
        self.start_button.click()
        expect(self.canvas.locator(".react-flow__node")).to_have_count(8)

    def find_card(self, title: str) -> Locator:
        return self.canvas.locator(".react-flow__node").filter(has_text=title)

    def has_unsaved_file(self) -> bool:
        return self.page.locator(".tab.dirty").count() > 0


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(LONG_MS)
        expect.set_options(timeout=LONG_MS)
        yield context.new_page()
        expect.set_options(timeout=5_000)
        browser.close()


def read_parameter(file: Path, node: str, name: str) -> object:
    """None while the editor writes the file: for a moment it is empty."""
    try:
        found: object = json.loads(file.read_text())["nodes"][node]["parameters"][name]
    except json.JSONDecodeError:
        return None
    return found


def test_a_design_file_is_edited_saved_and_checked_and_a_script_runs_as_a_job(
    editor: str, page: Page, tmp_path: Path
) -> None:
    page.goto(editor)
    work = Workbench(page)
    file = tmp_path / "work/designs/penguins.design.json"
    work.open_design()
    expect(work.find_card("Evaluate Model")).to_be_in_viewport()
    work.find_card("Split Data").click()
    fraction = work.canvas.get_by_role("textbox", name="Fraction", exact=True)
    fraction.fill("0.6")
    fraction.press("Enter")
    wait_until(work.has_unsaved_file, "what was drawn in the file", 60)
    assert read_parameter(file, "split", "fraction") == 0.7
    page.get_by_role("tab", name="penguins.design.json").click()
    page.keyboard.press("Control+s")
    wait_until(lambda: read_parameter(file, "split", "fraction") == 0.6, "the saved file", 60)
    page.screenshot(path=tmp_path / "saved.png")

    # Another program writes the file: the canvas draws it, and the Problems panel says what is wrong with it.
    file.write_text(file.read_text().replace('"fraction": 0.6', '"fraction": 7'))
    page.keyboard.press("Control+Shift+m")
    problems = page.get_by_role("tree", name=re.compile("problems", re.I))
    expect(problems).to_contain_text("fraction must be at most 1. Got 7.")
    job = tmp_path / "work/wrong.job.json"
    job.write_text(json.dumps({"command": "python train.py", "comand": "python train.py"}))
    work.show_files()
    work.find_entry("wrong.job.json").dblclick()
    expect(problems).to_contain_text("comand")
    page.screenshot(path=tmp_path / "problems.png")

    work.find_entry("train").click()
    work.choose("train.py", "Run This Script as a Job")
    work.show_server()
    work.find_entry(re.compile(r"^#1 train penguins.*succeeded")).wait_for()
    page.screenshot(path=tmp_path / "job.png")


def test_a_folder_becomes_a_model_that_others_use(editor: str, page: Page, tmp_path: Path) -> None:
    page.goto(editor)
    work = Workbench(page)
    work.open_design()
    work.canvas.get_by_role("button", name=re.compile(r"^Run( Ctrl|$)")).click()
    work.canvas.get_by_text("8 of 8 done").wait_for()
    page.screenshot(path=tmp_path / "canvas.png")

    work.show_server()
    work.find_entry("Designs").click()
    work.choose(re.compile("^Three kinds of penguin"), "Share by a Link")
    page.get_by_text("is in the clipboard").first.wait_for()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    work.choose(re.compile("^#1 Three kinds of penguin"), "Deploy the Model")
    page.get_by_text("The name of the model and of its endpoint").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("answers by this model").first.wait_for()
    work.find_entry("Endpoints").click()
    work.find_entry("three-kinds-of-penguin").wait_for()
    page.screenshot(path=tmp_path / "deployed.png")

    browser = page.context.browser
    assert browser is not None
    visitor = browser.new_context().new_page()
    visitor.goto(link)
    visitor.get_by_role("heading", name="Three kinds of penguin").wait_for()

"""The canvas in a notebook: the widget's own script in a page of another site, and its Python beside it."""

import json
from types import SimpleNamespace
from typing import Any

import designery as dy
from designery.canvas_widget import SCRIPT, build_answer
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import open_context
from tests.browser.design_page import match_name
from tests.browser.other_site import OtherSite, running_other_site
from tests.browser.page_watch import PageWatch
from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes

#: What a notebook does for a widget: its traits, and messages to Python and back.
NOTEBOOK = """
<div id="cell"></div>
<script type="module">
  const widget = (await import(URL.createObjectURL(new Blob([%s], { type: "text/javascript" })))).default;
  const traits = { title: "Embedded", height: 700, words: "" };
  const heard = { "msg:custom": new Set(), "change:words": new Set() };
  const emit = (name, ...given) => heard[name].forEach((call) => call(...given));
  const send = async (message) => {
    const { words, sent, modules } = await window.tellPython(message);
    document.title = modules.join(" ");
    traits.words = words;
    emit("change:words");
    sent.forEach((one) => emit("msg:custom", one));
  };
  const model = { get: (name) => traits[name], on: (name, call) => heard[name].add(call),
    off: (name, call) => heard[name].delete(call), send };
  widget.render({ model, el: document.getElementById("cell") });
</script>
"""


class Kernel:
    """The Python of a notebook, with the messages that it heard."""

    def __init__(self, design: dy.Design) -> None:
        self.kinds: list[str] = []
        self._design = design
        self._sent: list[Any] = []
        self._shown = SimpleNamespace(words="", send=self._sent.append)
        self._answer = build_answer(design, self._shown)

    def hear(self, message: Any) -> dict[str, Any]:
        """What the page gets for a message."""
        self.kinds.append(message["kind"])
        self._answer(message)
        sent = [*self._sent]
        self._sent.clear()
        return {"words": self._shown.words, "sent": sent, "modules": sorted(self._design.document["nodes"])}


def _open_notebook(page: Page, site: OtherSite, kernel: Kernel) -> FrameLocator:
    page.expose_function("tellPython", kernel.hear)
    site.html = NOTEBOOK % json.dumps(SCRIPT)
    # Another host name than the server's, so that its cookies are those of a third party here.
    page.goto(f"http://localhost:{site.port}/")
    return page.frame_locator("iframe")


def test_the_canvas_in_a_notebook_and_the_object_in_python_are_one(
    browser: Browser, server: Server, client: Client
) -> None:
    stored = client.create_design(make_regression_nodes(), "Embedded")
    dy.connect(server.url, client.cookies[f"designery_{server.port}"])
    profile, watch = open_context(browser), PageWatch(server.url)
    watch.observe(profile)
    try:
        design = dy.open_design(stored)
        kernel = Kernel(design)
        with running_other_site() as site:
            page = profile.new_page()
            frame = _open_notebook(page, site, kernel)
            expect(frame.get_by_role("group", name=match_name("Split Data"))).to_be_visible()
            frame.get_by_role("group", name=match_name("Split Data")).click()
            page.keyboard.press("Delete")
            expect(frame.get_by_role("group", name=match_name("Split Data"))).to_have_count(0)
            # The title of the page has the modules that the object in Python has.
            expect(page).to_have_title(" ".join(sorted(set(make_regression_nodes()) - {"split"})))

            design.document["name"] = "Named by Python"
            design.save()
            expect(frame.get_by_role("banner")).to_contain_text("Named by Python")
            assert client.request_json("GET", f"/api/designs/{stored}")["document"]["name"] == "Named by Python"

            # What leads elsewhere opens beside the frame, whose key is for this design alone.
            expect(frame.get_by_role("link", name="Open in Designery")).to_have_attribute("target", "_blank")
            expect(frame.get_by_role("button", name="Share")).to_have_count(0)
            assert profile.cookies() == []
            assert kernel.kinds[0] == "open"
            assert all("de_" not in request for request in site.requests)
            assert watch.complaints == [f"request to another server: http://localhost:{site.port}/"]
    finally:
        profile.close()
        dy.close_connection()
        client.delete(f"/api/designs/{stored}")

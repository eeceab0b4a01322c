"""A page of another site can do nothing here, in a browser that is signed in."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import open_context
from tests.browser.other_site import OtherSite, running_other_site
from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes

#: Tries each verb with each kind of body that a page can send; then what needs no script. Answers what could be read.
ATTACK_SCRIPT = """async ([server, design, link]) => {
    const edit = JSON.stringify({client: "evil", id: "evil", edits: [{path: ["name"], value: "Owned"}]});
    const kinds = ["text/plain", "application/x-www-form-urlencoded", "application/json", "multipart/form-data"];
    const paths = [
        "/api/designs", `/api/designs/${design}`, `/api/designs/${design}/edits`, `/api/designs/${design}/runs`,
        `/api/designs/${design}/trust`, "/api/secrets", "/api/session", `/api/shared/${link}/guest-session`,
    ];
    const read = [];
    let tries = 0;
    const attempt = async (path, options) => {
        tries += 1;
        try {
            const answer = await fetch(server + path, {credentials: "include", ...options});
            if (answer.type !== "opaque") read.push(`${options.method} ${path} ${answer.status}`);
        } catch {}
    };
    for (const path of paths) {
        for (const method of ["GET", "POST", "HEAD"]) {
            for (const kind of kinds.slice(0, 2)) {
                const body = method === "POST" ? edit : undefined;
                await attempt(path, {method, mode: "no-cors", body, headers: {"Content-Type": kind}});
            }
        }
        for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
            const body = method === "GET" ? undefined : edit;
            const headers = {"Content-Type": "application/json", "X-Requested-By": "designery"};
            await attempt(path, {method, mode: "cors", body, headers});
        }
        navigator.sendBeacon(server + path, new Blob([edit], {type: "text/plain"}));
        tries += 1;
    }
    const answered = (made, good) => new Promise((done) => {
        made[good] = () => done(true);
        made.onerror = () => done(false);
        setTimeout(() => done(false), 3000);
    });
    const image = new Image();
    image.src = `${server}/api/designs/${design}/picture.svg`;
    if (await answered(image, "onload")) read.push("image");
    const socket = new WebSocket(server.replace("http", "ws") + `/api/designs/${design}/events`);
    if (await answered(socket, "onopen")) read.push("socket");
    const source = new EventSource(`${server}/api/designs/${design}/events`, {withCredentials: true});
    if (await answered(source, "onopen")) read.push("events");
    source.close();
    const script = document.createElement("script");
    script.src = `${server}/api/designs`;
    document.head.append(script);
    if (await answered(script, "onload")) read.push("script");
    for (const [method, path] of [["post", `/api/designs/${design}/edits`], ["get", `/designs/${design}`]]) {
        const name = `frame-${method}`;
        const frame = document.createElement("iframe");
        frame.name = name;
        document.body.append(frame);
        const form = document.createElement("form");
        Object.assign(form, {method, action: server + path, target: name, enctype: "text/plain"});
        const field = document.createElement("input");
        Object.assign(field, {name: edit.slice(0, -1) + ', "x": "', value: '"}'});
        form.append(field);
        document.body.append(form);
        form.submit();
        await new Promise((done) => setTimeout(done, 1500));
        try {
            if (frame.contentDocument && frame.contentDocument.body.innerText.includes("Regression")) read.push(name);
        } catch {}
        tries += 1;
    }
    return {read, tries: tries + 4};
}"""


@pytest.fixture(scope="module")
def other() -> Iterator[OtherSite]:
    """The browser takes its pages for the same site, but another origin."""
    with running_other_site() as made:
        yield made


def _read_state(client: Client, design: str) -> dict[str, Any]:
    """All that such a page might have changed."""
    listed = ("/api/designs", "/api/secrets", "/api/connections", "/api/datasets", "/api/runs")
    body = {path: client.request_json("GET", path) for path in (*listed, f"/api/designs/{design}")}
    return body | {"shares": [one["opened"] for one in client.request_json("GET", f"/api/designs/{design}/shares")]}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_another_site_changes_and_reads_nothing(
    browser: Browser, server: Server, client: Client, other: OtherSite, host: str
) -> None:
    design = client.create_design(make_regression_nodes(), "Regression")
    link = client.request_json("POST", f"/api/designs/{design}/shares", json={"name": "Link"})["id"]
    profile = open_context(browser)
    profile.add_cookies([{"name": one.name, "value": one.value or "", "url": server.url} for one in client.cookies.jar])
    before = _read_state(client, design)
    page = profile.new_page()
    page.goto(f"{server.url}/")
    assert page.evaluate("fetch('/api/designs').then(answer => answer.status)") == 200
    page.goto(f"http://{host}:{other.port}/")
    result = page.evaluate(ATTACK_SCRIPT, [server.url, design, link])
    profile.close()
    assert result["read"] == []
    assert result["tries"] >= 40
    assert _read_state(client, design) == before

"""Endpoints in the browser: from an empty page to a registered model that answers a form and a program."""

import re

import httpx
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import DesignPage
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server
from tests.server.serving.service_designs import make_inference_design, make_service_nodes, upload_houses, write_houses


def test_a_registered_model_is_deployed_and_predicts(
    page: Page, client: Client, server: Server, screenshots: Screenshots
) -> None:
    nodes = make_service_nodes(upload_houses(client), "boosted_decision_tree_regression", "price")
    run = client.run(client.create_design(nodes, "Houses"))
    body = {"name": "house-price", "run": run["id"], "node": "train", "aliases": ["champion"]}
    client.request_json("POST", "/api/models", json=body)
    for left in client.request_json("GET", "/api/endpoints"):
        client.request_json("DELETE", f"/api/endpoints/{left['id']}")
    page.goto(f"{server.url}/endpoints")
    expect(page.get_by_text("No endpoint answers yet")).to_be_visible()
    screenshots.take(page, "endpoints-empty.png")
    page.get_by_role("link", name="Go to models").click()

    page.get_by_role("button", name=re.compile("^house-price")).first.click()
    details = page.get_by_role("region", name="house-price, version 1")
    details.get_by_role("button", name="Deploy", exact=True).click()
    dialog = page.get_by_role("dialog", name="Deploy house-price")
    expect(dialog.get_by_text("This is a new endpoint.")).to_be_visible()
    dialog.get_by_role("button", name="Deploy").click()
    expect(page.get_by_role("heading", name="Ready for its first request")).to_be_visible()
    expect(page.get_by_text("Answering", exact=True)).to_be_visible()

    page.get_by_role("textbox", name="rooms").fill("900")
    page.get_by_role("button", name="Predict").click()
    expect(page.get_by_text("'rooms' was between 1 and 8 in the training data. Got 900.")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("price")).to_be_visible()
    page.get_by_role("button", name="Fill with an example").click()
    page.get_by_role("button", name="Predict").click()
    expect(page.get_by_text("Every value is within the training data.")).to_be_visible()
    expect(page.get_by_role("heading", name="Why")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="This answer")).to_be_visible()
    expect_accessible(page, "the page of an endpoint")

    page.get_by_role("button", name="New key").click()
    page.get_by_label("Name").fill("Shop")
    page.get_by_role("button", name="Create key").click()
    shown = page.get_by_role("dialog", name="This key is shown once")
    key = shown.locator("code").inner_text()
    shown.get_by_role("button", name="Done").click()
    row = {"rooms": 3, "size": 0.5, "town": "Oak", "garden": True}
    answer = httpx.post(
        f"{server.url}/endpoints/house-price/score", json=[row], headers={"Authorization": f"Bearer {key}"}, timeout=60
    )
    assert answer.status_code == 200, answer.text
    expect(page.get_by_role("heading", name="Answers in")).to_be_visible()
    screenshots.take(page, "endpoint.png", full_page=True)
    score_a_file(page)
    look_at_parts(page, f"{server.url}/endpoints/house-price", key, answer.json()["ids"][0])


def score_a_file(page: Page) -> None:
    """A file from this computer is stored and scored in one press."""
    page.get_by_role("button", name="Score data").click()
    dialog = page.get_by_role("dialog", name="Score data by house-price")
    dialog.get_by_text("File", exact=True).first.click()
    with page.expect_file_chooser() as chosen:
        dialog.get_by_role("button", name="Choose a file").click()
    chosen.value.set_files(FilePayload(name="few-houses.csv", mimeType="text/csv", buffer=write_houses(3).encode()))
    dialog.get_by_role("button", name="Start").click()
    batch = page.get_by_role("row", name=re.compile("few-houses, version 1.*house-price scores, version 1.*Succeeded"))
    expect(batch.get_by_role("cell", name="3", exact=True)).to_be_visible()


def look_at_parts(page: Page, address: str, key: str, row_id: str) -> None:
    """Requests, labels and alerts, each from nothing to its first one."""
    parts = page.get_by_role("navigation", name="Parts of the endpoint")
    parts.get_by_role("link", name="Requests").click()
    expect(page.get_by_role("heading", name="No request was kept yet")).to_be_visible()
    expect_accessible(page, "the requests of an endpoint")
    parts.get_by_role("link", name="Labels").click()
    expect(page.get_by_role("heading", name="No true label has come yet")).to_be_visible()
    label = {"id": row_id, "label": 9000}
    headers = {"Authorization": f"Bearer {key}"}
    httpx.post(f"{address}/labels", json=[label], headers=headers, timeout=60).raise_for_status()
    page.reload()
    expect(page.get_by_role("heading", name="1 of 1 answers have a label")).to_be_visible()
    expect(page.get_by_role("img", name="RMSE over time")).to_be_visible()
    expect_accessible(page, "the labels of an endpoint")
    parts.get_by_role("link", name="Alerts").click()
    page.get_by_role("button", name="New alert").click()
    page.get_by_role("dialog", name="New alert").get_by_role("button", name="Create alert").click()
    expect(page.get_by_role("heading", name="No alert can be judged yet")).to_be_visible()
    expect(page.get_by_text("There are too few requests to judge drift.")).to_be_visible()
    expect_accessible(page, "the alerts of an endpoint")


def test_the_models_page_says_where_a_model_is_deployed(page: Page, client: Client, server: Server) -> None:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    run = client.run(client.create_design(nodes, "Used houses"))
    client.request_json("POST", "/api/models", json={"name": "used-houses", "run": run["id"], "node": "train"})
    deploy = {"name": "used-houses", "deploy": {"model": "used-houses"}}
    endpoint = client.request_json("POST", "/api/endpoints", json=deploy)
    page.goto(f"{server.url}/models/used-houses/1")
    filters = page.get_by_role("radiogroup", name="Which models")
    filters.get_by_text(re.compile("^No champion")).click()
    row = page.get_by_role("row", name=re.compile("^Version 1 "))
    expect(row).to_be_visible()
    filters.get_by_text(re.compile("^In use")).click()
    expect(row.get_by_role("link", name=re.compile("^Run "))).to_have_attribute("href", re.compile("#run-"))
    row.get_by_role("link", name="used-houses", exact=True).click()
    expect(page).to_have_url(f"{server.url}/endpoints/used-houses")
    client.request_json("DELETE", f"/api/endpoints/{endpoint['id']}")


def test_an_inference_design_is_deployed_from_its_canvas(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    desk.open(make_inference_design(client, nodes, "Canvas"))
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("deploy")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Deploy Canvas, real-time inference")
    expect(dialog.get_by_role("textbox", name="Endpoint")).to_have_value("canvas")
    screenshots.take(page, "deploy-design.png")
    dialog.get_by_role("button", name="Deploy").click()
    expect(page.get_by_role("heading", name="Ready for its first request")).to_be_visible()

"""The samples that end in something running, each from an empty home page: nothing but what is on the screen."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Screenshots, open_context
from tests.browser.design_page import DesignPage
from tests.browser.other_site import running_other_site
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server


@pytest.fixture
def home(browser: Browser, server: Server, client: Client) -> Iterator[DesignPage]:
    """The home page of somebody who has nothing."""
    for pipeline in client.request_json("GET", "/api/pipelines"):
        client.delete(f"/api/pipelines/{pipeline['id']}")
    for design in client.request_json("GET", "/api/designs"):
        client.delete(f"/api/designs/{design['id']}")
    context = open_context(browser)
    page = context.new_page()
    session = [(cookie.name, cookie.value or "") for cookie in client.cookies.jar]
    context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in session])
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Or build one by hand")).to_be_visible()
    yield DesignPage(page, server.url)
    context.close()


def open_sample(home: DesignPage, question: str) -> None:
    page = home.page
    page.get_by_role("link", name=re.compile("^All .* samples$")).click()
    page.get_by_role("group", name="Topics").get_by_role("button", name="pipelines").click()
    expect(page.get_by_role("status")).to_contain_text("3")
    page.get_by_role("listitem").filter(has_text=question).get_by_role("button").first.click()
    expect(home.canvas).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Actions on this design").click()
    page.get_by_role("menuitem", name="Publish as pipeline").click()
    dialog = page.get_by_role("dialog", name="Publish as pipeline")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Ready to run")).to_be_visible()


def run_now(page: Page) -> Locator:
    form = page.get_by_role("complementary", name="Run it now")
    form.get_by_role("button", name="Run now").click()
    return form


def test_a_first_visitor_runs_a_sample_with_one_click(home: DesignPage) -> None:
    expect(home.page.get_by_role("heading", name="Start from your own table")).to_be_visible()
    home.page.get_by_role("button", name="Run a sample now").click()
    home.expect_run("Succeeded")


def test_a_model_is_retrained_each_night_and_kept_only_if_better(home: DesignPage, screenshots: Screenshots) -> None:
    page = home.page
    open_sample(home, "How does a model stay fresh")
    publish(page)
    page.get_by_role("button", name="Every night at 02:00").click()
    expect(page.get_by_text("It runs every night at 02:00 from now on")).to_be_visible()
    expect(page.get_by_role("list", name=re.compile("^Last and next times of Every day at 02:00"))).to_be_visible()

    form = run_now(page)
    expect(page.get_by_role("heading", name="Run 1 made a new champion of bike-demand")).to_be_visible()
    form.get_by_label("Number of trees", exact=True).fill("20")
    run_now(page)
    expect(page.get_by_role("heading", name="The model of run 2 is not clearly better")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Difference from the champion"))).to_be_visible()
    expect(page.get_by_text(re.compile("^champion "))).to_be_visible()
    page.wait_for_load_state("networkidle")
    screenshots.take(page, "pipeline-gate.png", full_page=True)
    expect_accessible(page, "a pipeline with a gate")

    page.get_by_role("button", name="Open version 1").click()
    canvas = page.get_by_role("dialog", name="Retrain nightly with a gate, version 1, as published")
    expect(canvas.get_by_role("group", name=re.compile("^Register Model"))).to_be_visible()
    screenshots.take(page, "pipeline-version.png")


def test_people_ask_for_a_price_by_a_link_and_in_a_frame(
    home: DesignPage, browser: Browser, screenshots: Screenshots
) -> None:
    page = home.page
    open_sample(home, "How do people without an account")
    home.run()
    home.expect_run("Succeeded")
    page.get_by_role("banner").get_by_role("link", name="Designs", exact=True).click()
    page.get_by_role("link", name="Models").click()
    expect(page.get_by_text("car-worth").first).to_be_visible()
    page.goto(f"{home.url}/models/car-worth/1")
    page.get_by_role("region", name="car-worth, version 1").get_by_role("button", name="Deploy", exact=True).click()
    page.get_by_role("dialog", name="Deploy car-worth").get_by_role("button", name="Deploy").click()
    expect(page.get_by_role("heading", name="Ready for its first request")).to_be_visible()
    with running_other_site() as site:
        page.get_by_role("button", name="More for car-worth").click()
        page.get_by_role("menuitem", name="Share the form").click()
        dialog = page.get_by_role("dialog", name="Share the form by a link")
        dialog.get_by_label("Title").fill("What is your car worth?")
        dialog.get_by_label("Text below it").fill("Seven facts about a car of 1985, and what it would have sold for.")
        dialog.get_by_label("Sites that can show it in a frame").fill(f"http://127.0.0.1:{site.port}")
        dialog.get_by_role("button", name="Create link").click()
        made = page.get_by_role("dialog", name="This link is shown once")
        link = made.get_by_role("textbox", name="Link").input_value()
        snippet = made.get_by_role("textbox", name="Code for the frame").input_value()
        screenshots.take(page, "form-link.png")
        stranger = open_context(browser).new_page()
        fill_in_the_form(stranger, link, screenshots)
        site.html = snippet
        stranger.set_viewport_size({"width": 360, "height": 800})
        stranger.goto(f"http://127.0.0.1:{site.port}/")
        frame = stranger.frame_locator("iframe")
        frame.get_by_role("button", name="Predict").click()
        expect(frame.get_by_role("heading", name="Why")).to_be_visible()
        screenshots.take(stranger, "form-framed.png", full_page=True)
        # Another site is refused by the browser.
        site.html = snippet.replace("framed=", "framed=x")
        stranger.goto(f"http://127.0.0.1:{site.port}/again")
        expect(stranger.frame_locator("iframe").get_by_role("button", name="Predict")).to_have_count(0)
        stranger.context.close()


def fill_in_the_form(page: Page, link: str, screenshots: Screenshots) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="What is your car worth?")).to_be_visible()
    page.get_by_role("textbox", name="horsepower").fill("180")
    page.get_by_role("button", name="Predict").click()
    answer = page.get_by_role("region", name="Answer")
    expect(answer.get_by_role("heading", name="Why")).to_be_visible()
    figure = answer.locator(".shared-figure strong")
    before = figure.inner_text()
    expect(answer.get_by_role("listitem").filter(has_text="horsepower").first).to_be_visible()
    expect(answer.get_by_text(re.compile("counted exactly"))).to_be_visible()
    expect(answer.get_by_role("img", name=re.compile("where price in the training data went from"))).to_be_visible()
    screenshots.take(page, "form.png", full_page=True)
    expect_accessible(page, "a shared form")
    page.get_by_role("textbox", name="curb-weight").fill("3900")
    expect(figure).not_to_have_text(before)
    slider = answer.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("outside").or_(figure)).to_be_visible()
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    screenshots.take(page, "form-phone.png", full_page=True)


def test_customers_are_scored_each_month_and_drift_raises_an_alert(
    home: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    page = home.page
    open_sample(home, "Who is about to leave")
    publish(page)
    form = run_now(page)
    expect(page.get_by_role("heading", name=re.compile("^Run 1 succeeded"))).to_be_visible()
    scores = next(one for one in client.request_json("GET", "/api/datasets") if one["name"] == "Churn scores")
    assert (scores["rows"], scores["version"]) == (800, 1)
    form.get_by_role("combobox", name="Customers of this month", exact=True).click()
    page.get_by_role("option", name="Phone customers, July").click()
    run_now(page)
    expect(page.get_by_role("heading", name="Run 2 failed")).to_be_visible()
    page.get_by_role("link", name="Open run 2").click()
    expect(page.get_by_role("group", name=re.compile("^Do they look like the past"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    screenshots.take(page, "churn-drift.png")
    (pipeline,) = client.request_json("GET", "/api/pipelines")
    run = client.request_json("GET", f"/api/runs/{pipeline['last_run']['run']['id']}")
    (error,) = [step["error"]["message"] for step in run["steps"] if step["error"]]
    assert "monthly_charge" in error
    page.get_by_role("button", name=re.compile("^Notifications")).click()
    expect(page.get_by_text(re.compile("Churn scores each month.*failed", re.DOTALL)).first).to_be_visible()
    versions = next(one for one in client.request_json("GET", "/api/datasets") if one["name"] == "Churn scores")
    assert versions["version"] == 1

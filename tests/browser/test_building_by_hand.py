"""A whole pipeline drawn by hand on an empty canvas: by mouse, and by keyboard."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.serving import Client, Server

# Where each module is dropped, as shares of the canvas: data flow down on the right, the model comes from the left.
PLACES = {
    "Select Columns in Dataset": (0.78, 0.07),
    "Clean Missing Data": (0.78, 0.22),
    "Split Data": (0.78, 0.37),
    "Linear Regression": (0.22, 0.37),
    "Train Model": (0.22, 0.65),
    "Score Model": (0.5, 0.8),
    "Evaluate Model": (0.78, 0.93),
}
EDGES = [
    ("automobile price", "Dataset", "Select Columns in Dataset", "Dataset"),
    ("Select Columns in Dataset", "Results dataset", "Clean Missing Data", "Dataset"),
    ("Clean Missing Data", "Cleaned dataset", "Split Data", "Dataset"),
    ("Linear Regression", "Untrained model", "Train Model", "Untrained model"),
    ("Split Data", "Results dataset1", "Train Model", "Dataset"),
    ("Train Model", "Trained model", "Score Model", "Trained model"),
    ("Split Data", "Results dataset2", "Score Model", "Dataset"),
    ("Score Model", "Scored dataset", "Evaluate Model", "Scored dataset"),
]


def test_automobile_price_is_built_by_mouse_from_an_empty_canvas(
    page: Page, server: Server, automobile_csv: Path
) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="New design").click()
    desk = Desk(page)
    desk.drop_file(automobile_csv, desk.place(0.3, 0.1))
    expect(desk.card("automobile price")).to_contain_text("205 × 26")
    for title, place in PLACES.items():
        desk.drag_from_palette(title, desk.place(*place))
    for source, output, target, input_ in EDGES:
        desk.connect(desk.output(source, output), desk.input(target, input_))
        expect(desk.input(target, input_)).to_have_accessible_name(re.compile("connected to"))

    desk.select("Select Columns in Dataset")
    page.get_by_role("checkbox", name="normalized-losses").uncheck()
    expect(page.get_by_text("25 of 26 chosen")).to_be_visible()
    desk.select("Clean Missing Data")
    desk.choose("Cleaning mode", "Remove entire row")
    desk.select("Split Data")
    desk.field("Fraction").fill("0.7")
    desk.select("Train Model")
    desk.choose("Label column", "price")
    expect(page.get_by_text("No problems")).to_be_visible()

    desk.run()
    desk.expect_run("Succeeded")
    desk.expect_status("Succeeded", ["automobile price", *PLACES])
    desk.show("Evaluate Model", "Evaluation results")
    shown = desk.tile("R²").inner_text()
    assert 0.67 < float(shown) < 0.95


def test_a_pipeline_is_drawn_copied_and_taken_back_by_keyboard_alone(
    page: Page, server: Server, client: Client
) -> None:
    desk = Desk(page).open(f"{server.url}/designs/{client.new_design({})}")
    press = page.keyboard.press
    for title in ("Enter Data Manually", "Split Data"):
        press("/")
        page.keyboard.type(title)
        press("Enter")
        expect(desk.card(title)).to_be_visible()
        press("Escape")
        press("Escape")
    expect(desk.cards()).to_have_count(2)

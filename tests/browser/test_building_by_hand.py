"""A whole pipeline drawn by hand on an empty canvas: by mouse, and by keyboard."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import TIMEOUT_MS, Screenshots
from tests.browser.design_page import FINISHED_PATTERN, DesignPage, lay_out_nodes
from tests.live_server import Client, Server
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes

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
    page: Page, desk: DesignPage, server: Server, automobile_csv: Path, screenshots: Screenshots
) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="New design").click()
    desk.drop_file(automobile_csv, desk.locate(0.3, 0.1))
    # The table is read in a sandbox first, which takes its time on a busy machine.
    page.get_by_role("button", name="Just the table").click(timeout=3 * TIMEOUT_MS)
    expect(desk.find_card("automobile price")).to_contain_text("205 × 26")
    for title, place in PLACES.items():
        desk.drag_from_palette(title, desk.locate(*place))
    for source, output, target, input_ in EDGES:
        desk.connect(desk.find_output(source, output), desk.find_input(target, input_))
        expect(desk.find_input(target, input_)).to_have_accessible_name(re.compile("connected to"))

    set_parameters(desk)
    expect(page.get_by_text("No problems", exact=True)).to_be_visible()
    screenshots.take(page, "canvas-edited-light.png")

    desk.run()
    desk.expect_run("Succeeded")
    desk.expect_status(FINISHED_PATTERN, ["automobile price", *PLACES])
    desk.show_output("Evaluate Model", "Evaluation results")
    assert 0.67 < float(desk.find_tile("R²").inner_text()) < 0.95


def set_parameters(desk: DesignPage) -> None:
    """Nothing has run yet: all columns that the forms offer are known from the design alone."""
    desk.select("Select Columns in Dataset")
    desk.page.get_by_role("checkbox", name="normalized-losses").uncheck()
    expect(desk.page.get_by_text("25 of 26 chosen")).to_be_visible()
    desk.select("Clean Missing Data")
    desk.choose("Cleaning mode", "Remove entire row")
    desk.select("Split Data")
    desk.find_field("Fraction").fill("0.7")
    desk.select("Train Model")
    desk.choose("Label column", "price")


def test_a_port_takes_only_what_fits(desk: DesignPage, client: Client) -> None:
    desk.open(
        client.create_design(
            lay_out_nodes({"linear": make_node("linear_regression"), "train": make_node("train_model")})
        )
    )
    dataset = desk.find_input("Train Model", "Dataset")
    desk.connect(desk.find_output("Linear Regression", "Untrained model"), dataset)
    expect(dataset).to_have_accessible_name(re.compile("not connected"))
    desk.connect(
        desk.find_output("Linear Regression", "Untrained model"), desk.find_input("Train Model", "Untrained model")
    )
    expect(desk.find_input("Train Model", "Untrained model")).to_have_accessible_name(re.compile(", connected to"))


def test_a_pipeline_is_drawn_copied_deleted_and_run_by_keyboard_alone(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes({"data": make_node("enter_data_manually", {"data": SMALL_CSV})})))
    keyboard = page.keyboard
    desk.add_by_keyboard("Split Data")
    expect(desk.find_cards()).to_have_count(2)

    desk.focus("Split Data")
    keyboard.press("Control+c")
    expect(page.get_by_text("1 module copied.")).to_be_visible()
    keyboard.press("Control+v")
    expect(desk.find_cards()).to_have_count(3)
    keyboard.press("Delete")
    expect(desk.find_cards()).to_have_count(2)
    keyboard.press("Control+z")
    expect(desk.find_cards()).to_have_count(3)
    keyboard.press("Control+z")
    expect(desk.find_cards()).to_have_count(2)
    keyboard.press("Control+Shift+z")
    expect(desk.find_cards()).to_have_count(3)

    keyboard.press("Control+Enter")
    desk.expect_status(FINISHED_PATTERN, ["Enter Data Manually"])


def test_copied_cards_are_pasted_in_another_design(page: Page, desk: DesignPage, client: Client) -> None:
    first, second = client.create_design(lay_out_nodes(make_regression_nodes())), client.create_design({})
    desk.open(first)
    desk.select("Train Model")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    expect(page.get_by_text("6 modules copied.")).to_be_visible()
    desk.open(second)
    page.keyboard.press("Control+v")
    expect(desk.find_cards()).to_have_count(6)
    expect(desk.find_input("Train Model", "Dataset")).to_have_accessible_name(re.compile("connected to Split Data"))


def test_the_command_palette_finds_modules_and_actions(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design({}))
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("summarize")
    page.keyboard.press("Enter")
    expect(desk.find_card("Summarize Data")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("tidy")
    expect(page.get_by_role("button", name="Tidy up the layout").last).to_be_visible()

"""What came out: tables of any length, columns, evaluations, models."""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import FINISHED_PATTERN, DesignPage, lay_out_nodes, measure_box
from tests.live_server import Client, wait_until
from tests.small_designs import make_node

ROWS = 1_000_000
CREDIT_DATASET = {"dataset": "sample:german_credit"}


@pytest.fixture(scope="module")
def million(client: Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a dataset with a million rows."""
    file = tmp_path_factory.mktemp("million") / "million.parquet"
    numbers = pa.array(range(ROWS), pa.int64())
    words = pa.array([("red", "green", "blue")[at % 3] for at in range(ROWS)])
    halves = pa.array([at / 2 for at in range(ROWS)])
    pq.write_table(pa.table({"number": numbers, "word": words, "half": halves}), file)
    added = client.request_json(
        "POST",
        "/api/datasets?name=Million&file_name=million.parquet",
        content=file.read_bytes(),
        headers={"Content-Type": "application/octet-stream"},
    )
    return str(added["id"])


@pytest.fixture
def table(desk: DesignPage, client: Client, million: str) -> Locator:
    desk.open(client.create_design(lay_out_nodes({"data": make_node("dataset", {"dataset": million})})))
    desk.show_output("Million", "Dataset")
    return desk.page.get_by_role("grid", name="Table of 1,000,000 rows and 3 columns")


def make_two_class_nodes() -> dict[str, dict[str, object]]:
    return {
        "data": make_node("dataset", CREDIT_DATASET),
        "split": make_node("split_data", {"fraction": 0.7, "seed": 1}, dataset="data.dataset"),
        "learner": make_node("two_class_logistic_regression"),
        "train": make_node(
            "train_model",
            {"label": "credit_risk"},
            untrained_model="learner.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }


@pytest.fixture(scope="module")
def credit_design(client: Client) -> str:
    design = client.create_design(lay_out_nodes(make_two_class_nodes()), name="Credit")
    client.run(design)
    return design


@pytest.fixture
def credit(desk: DesignPage, credit_design: str) -> DesignPage:
    """Two classes, run."""
    desk.open(credit_design)
    desk.expect_status(FINISHED_PATTERN, ["Evaluate Model"])
    return desk


def test_a_million_rows_scroll_to_the_last(page: Page, table: Locator) -> None:
    expect(table.get_by_role("row").nth(1)).to_contain_text("0.0")
    table.focus()
    page.keyboard.press("Control+End")
    last = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="1,000,000", exact=True))
    expect(last.get_by_role("gridcell", name="999,999", exact=True)).to_be_visible()
    expect(last.get_by_role("gridcell", name=re.compile("499,999.5"))).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(table.get_by_role("rowheader", name="999,999", exact=True)).to_be_visible()
    page.keyboard.press("Control+Home")
    expect(table.get_by_role("rowheader", name="1", exact=True)).to_be_visible()


def test_values_far_down_are_written_in_full_where_the_first_rows_never_came(
    page: Page, desk: DesignPage, table: Locator
) -> None:
    page.route("**/rows?offset=0*", lambda route: route.abort())
    page.reload()
    desk.show_output("Million", "Dataset")
    expect(table).to_be_visible()
    table.focus()
    page.keyboard.press("Control+End")
    expect(table.get_by_role("row").last).to_contain_text("1,000,000")
    expect(table.get_by_role("row").last.get_by_role("gridcell", name="499,999.5", exact=True)).to_be_visible()


def test_a_short_table_shows_its_rows(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(lay_out_nodes({"data": make_node("dataset", {"dataset": "sample:penguins_raw"})})))
    desk.show_output("Penguins", "Dataset")
    table = page.get_by_role("grid", name=re.compile("^Table of 344 rows"))
    expect(table.get_by_role("row").nth(1)).to_contain_text("Adelie Penguin")


def test_the_wheel_moves_a_million_rows_by_rows(page: Page, table: Locator) -> None:
    box = measure_box(table.locator("xpath=.."))
    page.mouse.move(box["x"] + 100, box["y"] + 150)
    page.mouse.wheel(0, 28 * 30)
    expect(table.get_by_role("rowheader", name="31", exact=True)).to_be_visible()


def test_columns_are_described(page: Page, table: Locator) -> None:
    expect(table).to_be_visible()
    page.get_by_role("radiogroup", name="View of the result").get_by_text("Columns").click()
    number = page.get_by_role("listitem").filter(has_text="number").first
    expect(number).to_contain_text("none missing")
    expect(number).to_contain_text(re.compile(r"0 – 999,?999"))
    expect(number).to_contain_text(re.compile("Distinct1,?000,?000"))
    page.get_by_label("Find a column").fill("word")
    word = page.get_by_role("listitem").filter(has_text="word").first
    expect(word).to_contain_text("red")
    expect(word).to_contain_text("33.3 %")


def wait_for_counts(page: Page, is_expected: Callable[[list[int]], bool]) -> list[int]:
    """The counts of the confusion matrix, once they are as wanted."""
    wait_until(lambda: is_expected(read_confusion_counts(page)), "the confusion matrix of this threshold")
    return read_confusion_counts(page)


def read_confusion_counts(page: Page) -> list[int]:
    """Found, missed, false alarms, rightly left alone."""
    cells = page.get_by_role("table", name="Confusion matrix").get_by_role("cell")
    found = [re.match(r"[\d,]+", text) for text in cells.all_inner_texts()]
    return [int(match.group().replace(",", "")) for match in found if match]


def test_the_threshold_decides_about_the_confusion_matrix(page: Page, credit: DesignPage) -> None:
    credit.show_output("Evaluate Model", "Evaluation results")
    slider = page.get_by_role("slider", name="Threshold")
    expect(slider).to_have_attribute("aria-valuenow", "0.5")
    before = wait_for_counts(page, lambda counts: sum(counts) == 300)

    slider.scroll_into_view_if_needed()
    box = measure_box(slider)
    credit.drag((box["x"] + box["width"] / 2, box["y"] + 90), (box["x"] + box["width"] * 0.9, box["y"] + 90))
    expect(slider).to_have_attribute("aria-valuenow", re.compile(r"0\.(89|9|91)$"))
    stricter = wait_for_counts(page, lambda counts: counts[0] + counts[2] < before[0] + before[2])
    assert sum(stricter) == 300

    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuenow", "0")
    wait_for_counts(page, lambda counts: counts[1::2] == [0, 0])
    page.get_by_role("button", name="0.50").click()
    wait_for_counts(page, lambda counts: counts == before)


def test_a_two_class_evaluation_shows_its_curves_and_numbers(
    page: Page, credit: DesignPage, screenshots: Screenshots
) -> None:
    credit.show_output("Evaluate Model", "Evaluation results")
    for curve in ("ROC", "Precision and recall", "Calibration"):
        expect(page.get_by_role("heading", name=curve, exact=True)).to_be_visible()
    area = float(credit.find_tile("ROC area").inner_text())
    assert 0.7 < area < 0.9
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("dialog").get_by_role("slider", name="Threshold")).to_be_visible()
    screenshots.take(page, "results-light.png")
    page.get_by_role("dialog").get_by_role("button").first.press("Escape")
    page.get_by_role("radiogroup", name="View of the result").get_by_text("Numbers").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile("^ROC area")))
    expect(row.get_by_role("cell")).to_have_text(f"{area:.3f}")


def test_a_trained_model_shows_its_coefficients(page: Page, credit: DesignPage) -> None:
    credit.show_output("Train Model", "Trained model")
    expect(page.get_by_role("heading", name="Two-Class Logistic Regression")).to_be_visible()
    expect(page.get_by_role("heading", name="Coefficients")).to_be_visible()
    expect(page.get_by_text("Trained on 700 rows and 20 columns to predict credit_risk.")).to_be_visible()
    page.get_by_label("Find a feature").fill("duration")
    expect(page.get_by_text("duration_months").first).to_be_visible()
    expect(page.get_by_text("L2 regularization weight").last).to_be_visible()


def test_several_classes_show_which_is_taken_for_which(page: Page, desk: DesignPage, client: Client) -> None:
    made = client.request_json("POST", "/api/designs", json={"sample": "penguins"})
    desk.open(made["id"]).run()
    desk.expect_run("Succeeded")
    desk.show_output("Evaluate Model", "Evaluation results")
    matrix = page.get_by_role("table", name="Confusion matrix")
    expect(matrix.get_by_role("rowheader")).to_have_count(3)
    expect(matrix.get_by_role("row").nth(1).get_by_role("cell").first).to_contain_text(re.compile(r"^[0-9]+"))
    assert float(desk.find_tile("Accuracy").inner_text()) > 0.9


def test_a_dataset_is_looked_at_on_its_own_page(page: Page, desk: DesignPage, million: str) -> None:
    page.goto(f"{desk.url}/datasets#{million}")
    expect(page.get_by_role("grid", name="Table of 1,000,000 rows and 3 columns")).to_be_visible()

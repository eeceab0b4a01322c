"""The printable report of a run."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.storage.stores.run_store import SUCCESSFUL_STATES
from tests.live_server import Client, Server, get_step_states, wait_until
from tests.server.report.parsed_page import ParsedPage
from tests.small_designs import make_regression_nodes, make_waiting_nodes

TEMPLATE_FOLDER = Path(__file__).parents[3] / "server" / "shell" / "templates"
TOKENS_FILE = Path(__file__).parents[3] / "frontend" / "src" / "styles" / "tokens.css"

HOSTILE_NAME = '</title><script>alert(1)</script> & "cars"'
HOSTILE_TITLE = "<img src=x onerror=alert(2)> {{ 7 * 7 }}"
HOSTILE_COLUMN = "</text></svg><b onmouseover='alert(3)'>width</b>"
HOSTILE_CLASS = "<i onclick=alert(4)>yes</i>"
HOSTILE_COMMENT = "# </pre><script>alert(5)</script>"
SCRIPT = f"def azureml_main(dataframe1=None, dataframe2=None):\n    {HOSTILE_COMMENT}\n    return dataframe1\n"
BROKEN_SCRIPT = (
    "def azureml_main(dataframe1=None, dataframe2=None):\n    wanted = 'Wheels'\n    return dataframe1[[wanted]]\n"
)


def make_csv() -> str:
    """Sixty rows with a number, two classes and three kinds to be learned."""
    lines = [f'weight,"{HOSTILE_COLUMN}",price,bought,kind']
    for row in range(60):
        bought = HOSTILE_CLASS if row % 7 > 2 else "no"
        lines.append(f"{row},{row * 7 % 11},{row * 3 + row % 5},{bought},{'abc'[row % 3]}")
    return "\n".join(lines)


def make_branch(name: str, learner: str, label: str) -> dict[str, Any]:
    """A learner, and the nodes that train, score and evaluate it."""
    return {
        f"{name}_learner": {"module": learner},
        f"{name}_train": {
            "module": "train_model",
            "parameters": {"label": label},
            "inputs": {"untrained_model": f"{name}_learner.untrained_model", "dataset": "split.results_dataset1"},
        },
        f"{name}_score": {
            "module": "score_model",
            "inputs": {"trained_model": f"{name}_train.trained_model", "dataset": "split.results_dataset2"},
        },
        f"{name}_measure": {
            "module": "evaluate_model",
            "title": f"Measure {label}",
            "inputs": {"scored_dataset": f"{name}_score.scored_dataset"},
        },
    }


def make_report_nodes(script: str) -> dict[str, Any]:
    return {
        "data": {"module": "enter_data_manually", "title": HOSTILE_TITLE, "parameters": {"data": make_csv()}},
        "split": {
            "module": "split_data",
            "parameters": {"fraction": 0.6, "seed": 41},
            "inputs": {"dataset": "data.dataset"},
        },
        "script": {
            "module": "execute_python_script",
            "parameters": {"python_script": script},
            "inputs": {"dataset1": "split.results_dataset2"},
        },
        **make_branch("number", "linear_regression", "price"),
        **make_branch("two", "two_class_logistic_regression", "bought"),
        **make_branch("many", "multiclass_logistic_regression", "kind"),
    }


@dataclass(frozen=True)
class ReportedRun:
    """A run, the views of its evaluations by node, and its report."""

    run: dict[str, Any]
    views: dict[str, dict[str, Any]]
    page: ParsedPage
    answer: httpx.Response


def run_and_report(client: Client, script: str) -> ReportedRun:
    """The report of a run that is over and whose views are made."""
    run = client.run(client.create_design(make_report_nodes(script), HOSTILE_NAME))
    measured = {
        step["node"]: output["artifact"]
        for step in run["steps"]
        for output in step["outputs"].values()
        if output["type"] in ("evaluation", "trained_model")
    }
    views = {node: wait_for_view(client, artifact) for node, artifact in measured.items()}
    answer = client.get(f"/runs/{run['id']}/report")
    return ReportedRun(run, views, ParsedPage(answer.text), answer)


def wait_for_view(client: Client, artifact: str) -> dict[str, Any]:
    """A view, which may come a moment after its step is done."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] | None = client.request_json("GET", f"/api/artifacts/{artifact}")["view"]
        return found

    return wait_until(look, "the view")


def read_report(client: Client, run: str) -> ParsedPage:
    answer = client.get(f"/runs/{run}/report")
    assert answer.status_code == 200
    return ParsedPage(answer.text)


@pytest.fixture(scope="module")
def good(client: Client) -> ReportedRun:
    return run_and_report(client, SCRIPT)


@pytest.fixture(scope="module")
def broken(client: Client) -> ReportedRun:
    return run_and_report(client, BROKEN_SCRIPT)


@pytest.fixture(scope="module")
def going_and_cancelled(client: Client) -> tuple[ParsedPage, ParsedPage]:
    """The report of a run while its script waits, and after it was cancelled."""
    run = client.request_json("POST", f"/api/designs/{client.create_design(make_waiting_nodes(60))}/runs", json={})[
        "id"
    ]
    wait_until(
        lambda: get_step_states(client.request_json("GET", f"/api/runs/{run}"))["script"] == "running",
        "the script to start",
    )
    going = read_report(client, run)
    client.request_json("POST", f"/api/runs/{run}/cancel")
    return going, read_report(client, run)


@pytest.fixture(scope="module")
def empty(client: Client) -> ParsedPage:
    """Of a run in which the only module was left out."""
    lost = {"lost": {"module": "remove_duplicate_rows", "disabled": True}}
    return read_report(client, client.run(client.create_design(lost))["id"])


@pytest.fixture(scope="module")
def pages(
    good: ReportedRun, broken: ReportedRun, going_and_cancelled: tuple[ParsedPage, ParsedPage], empty: ParsedPage
) -> list[ParsedPage]:
    return [good.page, broken.page, *going_and_cancelled, empty]


def test_the_design_of_these_tests_runs(good: ReportedRun, broken: ReportedRun) -> None:
    assert {step["node"]: step["error"] for step in good.run["steps"] if step["state"] not in SUCCESSFUL_STATES} == {}
    assert good.run["state"] == "succeeded"
    assert broken.run["state"] == "failed"


def test_a_report_stands_alone(good: ReportedRun) -> None:
    page = good.page
    assert not page.get_tags() & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert [
        link for link in page.get_attribute_values("href", "src", "xlink:href", "action") if not link.startswith("#")
    ] == []
    addresses = re.findall(r"(?:url\(|@import\s*)([^)\s]{0,9})", page.html)
    assert {address for address in addresses if address != "data:font"} == set()
    assert "//" not in re.sub(r"data:[^)]*|http://www\.w3\.org/2000/svg", "", page.html)


def test_links_within_a_report_lead_somewhere(pages: list[ParsedPage]) -> None:
    for page in pages:
        assert {link.removeprefix("#") for link in page.get_attribute_values("href")} <= set(
            page.get_attribute_values("id")
        )


def test_the_policy_of_a_report_lets_no_script_run(good: ReportedRun) -> None:
    policy = good.answer.headers["content-security-policy"]
    nonce = next(attributes["nonce"] for tag, attributes in good.page.elements if tag == "style")
    assert policy.startswith(f"default-src 'none'; style-src 'nonce-{nonce}'")
    assert "script-src" not in policy


def test_names_that_look_like_markup_stay_text(good: ReportedRun, broken: ReportedRun) -> None:
    for page in (good.page, broken.page):
        handlers = [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert (handlers, page.get_tags() & {"script", "img", "b onmouseover"}) == ([], set())
        assert [text for text in (HOSTILE_NAME, HOSTILE_TITLE) if text not in page.text] == []
    assert HOSTILE_COLUMN in good.page.text
    assert HOSTILE_CLASS in good.page.text
    assert HOSTILE_COMMENT in good.page.text


def test_the_html_of_reports_is_nested_in_order(pages: list[ParsedPage]) -> None:
    assert [(page.unbalanced, page.open_elements) for page in pages] == [([], [])] * len(pages)


def test_pictures_are_well_formed_and_have_no_endless_numbers(pages: list[ParsedPage]) -> None:
    for page in pages:
        numbers = [
            value
            for picture in page.parse_svgs()
            for part in picture.iter()
            for name, value in part.attrib.items()
            if name in ("d", "x", "y", "width", "height", "cx", "cy", "transform", "viewBox")
        ]
        assert [value for value in numbers if re.search("nan|inf|None", value)] == []


def test_every_evaluation_is_told_with_every_metric(good: ReportedRun) -> None:
    evaluations = {node: view for node, view in good.views.items() if view["kind"] == "evaluation"}
    assert set(evaluations) == {"number_measure", "two_measure", "many_measure"}
    for evaluation in evaluations.values():
        for metric, value in evaluation["models"][0]["metrics"].items():
            written = f"{value:,.3f}" if abs(value) < 10 else f"{value:.4g}"
            assert written.replace("-", "\u2212") in good.page.text, metric


def test_every_kind_of_evaluation_has_its_charts(good: ReportedRun) -> None:
    labels = " ".join(good.page.get_attribute_values("aria-label"))
    expected = (
        "Receiver operating characteristic",
        "Precision and recall",
        "Calibration",
        "Confusion matrix. Of",
        "Confusion matrix of 3 classes",
        "Predicted against true price",
        "Histogram of the residuals",
        "Coefficients",
    )
    assert [chart for chart in expected if chart not in labels] == []


def test_the_graph_shows_every_node_in_a_place_of_its_own(good: ReportedRun) -> None:
    graph = next(picture for picture in good.page.parse_svgs() if picture.get("class") == "graph")
    cards = [part for part in graph.iter() if (part.get("class") or "").startswith("node is-")]
    assert {card.get("class") for card in cards} <= {f"node is-{state}" for state in SUCCESSFUL_STATES}
    assert len({card.get("transform") for card in cards}) == len(good.run["steps"]) == 15


def test_learners_have_their_sketch_in_the_graph(good: ReportedRun) -> None:
    graph = next(picture for picture in good.page.parse_svgs() if picture.get("class") == "graph")
    sketched = [part for part in graph.iter() if part.get("class") == "sketch"]
    learners = [
        step for step in good.run["steps"] if "untrained_model" in {one["type"] for one in step["outputs"].values()}
    ]
    assert len(sketched) == len(learners) > 0


def test_a_design_without_a_run_is_drawn_with_its_sketches(client: Client) -> None:
    drawn = client.get(f"/api/designs/{client.create_design(make_regression_nodes())}/picture.svg").text
    assert drawn.count('class="sketch"') == 1
    assert "Not run yet" in drawn
    assert "Not part of this run" not in drawn


def test_seeds_isolation_and_versions_are_told(good: ReportedRun) -> None:
    text = good.page.text
    assert "Split Data 41" in text
    assert f"{good.run['isolation']['level']}: " in text
    assert "First version, run 1" in text
    assert "scikit-learn 1." in text


def test_parameters_are_told_with_their_defaults(good: ReportedRun) -> None:
    assert "Fraction 0.6 0.5" in good.page.text
    assert "Label column price none, it must be set" in good.page.text


def test_a_table_that_no_node_takes_is_told_column_by_column(good: ReportedRun) -> None:
    text = good.page.text
    assert "24 × 5, none missing" in text
    assert "integer" in text


def test_a_failed_step_says_where_and_what_is_missing(broken: ReportedRun) -> None:
    failed = next(step for step in broken.run["steps"] if step["state"] == "failed")
    text = broken.page.text
    assert failed["error"]["line"] == 3
    assert failed["error"]["message"] in text
    assert "Execute Python Script failed." in text
    marked = [place for place, (_, attributes) in enumerate(broken.page.elements) if attributes.get("class") == "l at"]
    assert len(marked) == 2  # in the excerpt and in the appendix
    assert "14 of 15 steps succeeded" in text


def test_a_run_that_is_still_going_says_so(going_and_cancelled: tuple[ParsedPage, ParsedPage]) -> None:
    going, _ = going_and_cancelled
    assert "This run is still running: 1 of 2 steps are done. Reload the page for the rest." in going.text
    assert "Not finished yet" in going.text


def test_a_cancelled_run_says_what_was_cancelled(going_and_cancelled: tuple[ParsedPage, ParsedPage]) -> None:
    _, cancelled = going_and_cancelled
    assert "1 of 2 steps succeeded. These are their results." in cancelled.text
    assert "Execute Python Script was cancelled." in cancelled.text


def test_strangers_get_no_report(good: ReportedRun, server: Server) -> None:
    answer = httpx.get(f"{server.url}/runs/{good.run['id']}/report")
    assert answer.status_code == 401
    assert "Measure price" not in answer.text


def test_a_run_that_is_not_there_is_said_in_a_sentence(client: Client) -> None:
    answer = client.get("/runs/nowhere/report")
    assert (answer.status_code, answer.json()["detail"]) == (404, "This run does not exist.")


def parse_tokens(path: Path) -> dict[tuple[int, str], str]:
    """{(0 light or 1 dark, name): value} of a style sheet, however it is spaced."""
    sheet = re.sub(r"/\*.*?\*/|\s", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).lower()
    schemes = re.split(r'\[data-mantine-color-scheme="?dark"?\]|prefers-color-scheme:dark', sheet)
    found = [(dark, *token) for dark, part in enumerate(schemes) for token in re.findall(r"(--[\w-]+):([^;}]+)", part)]
    return {(dark, name): value for dark, name, value in found}


def test_the_colors_of_pages_are_those_of_the_app() -> None:
    ours, app = parse_tokens(TEMPLATE_FOLDER / "paper.css"), parse_tokens(TOKENS_FILE)
    assert len(ours) > 60
    assert {name: value for name, value in ours.items() if app.get(name) != value} == {}

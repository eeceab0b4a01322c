"""What stands on the canvas keeps clear of the rest: edges of cards, labels of edges, the toolbar of notes."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.design_page import DesignPage, measure_box
from tests.live_server import Client
from tests.small_designs import make_node

#: By edge, the cards that a point of its line lies in, a few pixels within; both ends are left out.
EDGES_BEHIND_CARDS = """() => {
    const cards = [...document.querySelectorAll('.react-flow__node-module')].map((card) => ({
        name: card.getAttribute('data-id'), box: card.getBoundingClientRect(),
    }));
    const behind = [];
    for (const path of document.querySelectorAll('path.react-flow__edge-path')) {
        const matrix = path.getScreenCTM();
        for (let at = 8; at < path.getTotalLength() - 8; at += 4) {
            const point = path.getPointAtLength(at).matrixTransform(matrix);
            for (const { name, box } of cards) {
                const inside = point.x > box.left + 2 && point.x < box.right - 2;
                if (inside && point.y > box.top + 2 && point.y < box.bottom - 2) behind.push(`${path.id} ${name}`);
            }
        }
    }
    return [...new Set(behind)];
}"""
#: Pairs of things of two kinds that lie on one another.
OVERLAPS = """([one, other]) => {
    const boxes = (selector) => [...document.querySelectorAll(selector)].map((element) => ({
        element, box: element.getBoundingClientRect(),
    }));
    return boxes(one).flatMap((a) => boxes(other)
        .filter((b) => a.element !== b.element && a.box.left < b.box.right - 1 && a.box.right > b.box.left + 1
            && a.box.top < b.box.bottom - 1 && a.box.bottom > b.box.top + 1)
        .map((b) => `${a.element.textContent} on ${b.element.textContent}`));
}"""
CARD, LABEL = ".react-flow__node-module", ".edge-label"


@pytest.fixture
def gappy(desk: DesignPage, client: Client) -> DesignPage:
    """A regression on prices of cars, which have gaps: the learner does not take them."""
    sample = client.request_json("POST", "/api/designs", json={"sample": "automobile_price"})
    document = client.request_json("GET", f"/api/designs/{sample['id']}")["document"]
    source = next(node for node in document["nodes"].values() if "dataset" in node["parameters"])
    nodes = {
        "cars": {**source, "x": 0, "y": 0},
        "split": {**make_node("split_data", dataset="cars.dataset"), "x": 0, "y": 104},
        "learner": {**make_node("linear_regression"), "x": -290, "y": 208},
        "train": {
            **make_node(
                "train_model",
                {"label": "price"},
                untrained_model="learner.untrained_model",
                dataset="split.results_dataset1",
            ),
            **{"x": -140, "y": 312},
        },
        "score": {
            **make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
            **{"x": -70, "y": 416},
        },
    }
    return desk.open(client.create_design(nodes))


def test_a_fix_lays_out_what_it_inserts_as_one_step(gappy: DesignPage, page: Page) -> None:
    gappy.select("Train Model")
    page.get_by_role("button", name="Insert Clean Missing Data").first.click()
    expect(gappy.find_card("Apply Transformation")).to_be_visible()
    gappy.show_all()
    gappy.wait_for_rest()
    assert page.evaluate(EDGES_BEHIND_CARDS) == []
    assert page.evaluate(OVERLAPS, [CARD, CARD]) == []
    assert page.evaluate(OVERLAPS, [LABEL, CARD]) == []
    assert page.evaluate(OVERLAPS, [LABEL, LABEL]) == []
    page.get_by_role("button", name="Undo").click()
    expect(gappy.find_card("Apply Transformation")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_an_edge_goes_around_the_card_in_its_way(desk: DesignPage, client: Client, page: Page) -> None:
    nodes = {
        "data": {**make_node("enter_data_manually", {"data": "a,b\n1,2\n"}), "x": 0, "y": 0},
        "between": {**make_node("summarize_data", dataset="data.dataset"), "x": 0, "y": 104},
        "below": {**make_node("normalize_data", dataset="data.dataset"), "x": 0, "y": 208},
    }
    desk.open(client.create_design(nodes))
    expect(desk.find_edges()).to_have_count(2)
    assert page.evaluate(EDGES_BEHIND_CARDS) == []


def test_the_toolbar_covers_no_error_note(desk: DesignPage, client: Client, page: Page) -> None:
    script = "def azureml_main(one=None, two=None):\n    raise ValueError('no')\n"
    nodes = {
        "data": {**make_node("enter_data_manually", {"data": "a,b\n1,2\n"}), "x": 0, "y": 0},
        "script": {**make_node("execute_python_script", {"python_script": script}, dataset1="data.dataset"), "y": 104},
    }
    design = client.create_design(nodes)
    client.run(design)
    desk.open(design)
    note = page.get_by_role("note")
    expect(note).to_be_visible()
    desk.select("Execute Python Script")
    expect(desk.canvas.get_by_role("toolbar").get_by_role("button", name="Duplicate")).to_be_visible()
    desk.wait_for_rest()
    assert page.evaluate(OVERLAPS, [".selection-tools", ".failure-note"]) == []
    assert page.evaluate(OVERLAPS, [".selection-tools", ".side"]) == []


#: Clicks, and says in the same turn, after the app has drawn, whether the whole of the card is on the canvas.
CLICK_AND_LOOK = """async (port) => {
    port.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    port.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    await new Promise(requestAnimationFrame);
    const card = port.closest(".react-flow__node").getBoundingClientRect();
    const canvas = document.querySelector(".canvas").getBoundingClientRect();
    return [card.bottom <= canvas.bottom, card.top >= canvas.top];
}"""


def test_the_canvas_moves_with_the_click_on_a_port_and_not_once_the_panel_has_come(
    desk: DesignPage, client: Client, page: Page
) -> None:
    """What moves late takes the next click away from where it was meant for."""
    held: list[Route] = []
    page.route("**/BottomPanel-*.js", lambda route: held.append(route))
    table = make_node("enter_data_manually", {"data": "a,b\n1,2\n"})
    desk.open(client.create_design({f"table{at}": {**table, "x": 0, "y": 104 * at} for at in range(8)}))
    last = page.locator(".react-flow__node[data-id=table7]")
    desk.wait_for_rest()
    assert last.locator(".port.source").evaluate(CLICK_AND_LOOK) == [True, True]
    place = measure_box(last)
    for route in held:
        route.continue_()
    expect(page.get_by_role("tabpanel", name="Results")).to_be_visible()
    desk.wait_for_rest()
    assert measure_box(last) == place

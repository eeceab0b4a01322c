"""Broken files are refused in a sentence, and hostile words are only ever words."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>document.title='owned'</script>"
NOTE = f"{IMAGE} [a link](javascript:alert(2)) ![a picture](http://127.0.0.1:9/x.png) {SCRIPT}"
TABLE = f'"{IMAGE}","{SCRIPT}",y\n' + "".join(f'"{IMAGE}{row}","{SCRIPT}",{row % 7}\n' for row in range(40))
CODE = f"""def azureml_main(first=None, second=None):
    print({IMAGE!r})
    raise ValueError({SCRIPT!r})
"""
INJECTED = "document.querySelectorAll('img[src=x], [onerror], a[href^=javascript], script:not([nonce], [src])').length"

BROKEN = {
    "empty.csv": (b"", "empty"),
    "ragged.csv": (b'a,b\n1,2\n3,"4\n', "."),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "."),
    "cut.parquet": (b"PAR1 and then nothing", "."),
    "cut.json": (b'[{"a": 1}, {"a":', "."),
    "fake.xlsx": (b"PK\x03\x04 no workbook", "."),
}


def test_a_broken_file_is_refused_in_a_sentence(page: Page, desk: DesignPage, client: Client, tmp_path: Path) -> None:
    desk.open(client.create_design({}))
    for name, (content, words) in BROKEN.items():
        file = tmp_path / name
        file.write_bytes(content)
        desk.drop_file(file, desk.locate(0.5, 0.5))
        # What other options may read is shown with its lines; of what is no table the sentence is all there is.
        before = "The file can't be read like this." if name == "ragged.csv" else f"{name}:"
        sentence = re.compile(rf"^{re.escape(before)} [A-Z'].*{words}", re.DOTALL)
        alert = page.get_by_role("alert").filter(has_text=sentence)
        expect(alert).to_be_visible()
        expect(alert).not_to_contain_text(re.compile("Traceback|Error:|Exception"))
        expect(desk.find_cards()).to_have_count(0)
        if name == "ragged.csv":
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_file_of_another_kind_is_not_even_sent(page: Page, desk: DesignPage, client: Client, tmp_path: Path) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"\xff\xd8\xff")
    desk.open(client.create_design({}))
    desk.drop_file(file, desk.locate(0.5, 0.5))
    expect(page.get_by_role("alert")).to_contain_text(
        "holiday.jpg can't be read as a table. Drop a CSV, TSV, Parquet, Excel or JSON file."
    )


@pytest.fixture(scope="module")
def hostile(client: Client) -> dict[str, Any]:
    """A design in which every word that a user can choose is markup, run once; its failed run is part of it."""
    headers = {"Content-Type": "application/octet-stream"}
    names = {"name": IMAGE, "file_name": f"{SCRIPT.replace('/', '')}.csv"}
    data = client.request_json("POST", "/api/datasets", params=names, content=TABLE.encode(), headers=headers)
    titled = {"title": IMAGE, "note": NOTE}
    nodes = lay_out_nodes(
        {
            "data": make_node("dataset", {"dataset": data["id"]}),
            "script": make_node("execute_python_script", {"python_script": CODE}, dataset1="data.dataset") | titled,
            "linear": make_node("linear_regression") | {"title": SCRIPT},
            "train": make_node(
                "train_model", {"label": "y"}, untrained_model="linear.untrained_model", dataset="data.dataset"
            ),
            "score": make_node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
            "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset") | titled,
            "lost": make_node(IMAGE, {SCRIPT: SCRIPT}),
        }
    )
    design = client.create_design(nodes, name=f"{IMAGE}{SCRIPT}")
    client.edit(design, {"path": ["description"], "value": NOTE})
    run = client.run(design, ["script", "evaluate"])
    return {"design": design, "run": run["id"], "dataset": data["id"]}


def test_hostile_words_stay_words_on_the_design_page(page: Page, desk: DesignPage, hostile: dict[str, Any]) -> None:
    desk.open(hostile["design"])
    expect(page.get_by_role("heading", name=f"{IMAGE}{SCRIPT}")).to_be_visible()
    expect(page).to_have_title(re.compile(re.escape(IMAGE)))
    expect(desk.canvas.get_by_text(IMAGE, exact=True).first).to_be_visible()
    desk.show_output(IMAGE, "Dataset")
    expect(page.get_by_role("grid").get_by_text(f"{IMAGE}3", exact=True)).to_be_visible()
    for view in ("Columns", "Chart", "Log"):
        page.get_by_role("radiogroup", name="View of the result").get_by_text(view, exact=True).click()
    desk.show_output("Train Model", "Trained model")
    expect(page.get_by_role("tabpanel", name="Results")).to_contain_text(IMAGE)
    for tab in ("Problems", "Log"):
        page.get_by_role("tab", name=tab).click()
    page.get_by_role("button", name=re.compile("^Output Evaluation")).click()
    page.get_by_role("button", name="Close", exact=True).click()
    desk.show_all()
    desk.canvas.get_by_text("3 lines").click()
    expect(page.get_by_text(SCRIPT).first).to_be_visible()
    for tab in ("Data", "Notes", "Help"):
        page.get_by_role("tab", name=tab).click()
    assert page.evaluate(INJECTED) == 0


#: Ways to have a browser run something, each of which calls alert, sets the title, or asks another server.
INJECTION_TEMPLATES = (
    "{run}",
    "<script>{run}</script>",
    "<ScRiPt>{run}</sCrIpT>",
    "</script><script>{run}</script>",
    "<script/x>{run}",
    "<img src=x onerror={run}>",
    "<img/src=x/onerror={run}>",
    '"><img src=x onerror={run}>',
    "'><img src=x onerror={run}>",
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><a xlink:href=javascript:{run}>x</a></svg>",
    "<svg><animate onbegin={run} attributeName=x>",
    "<svg><foreignObject><img src=x onerror={run}></foreignObject>",
    "<math><mtext><img src=x onerror={run}>",
    "<iframe src=javascript:{run}>",
    "<iframe srcdoc='<script>{run}</script>'>",
    "<object data=javascript:{run}>",
    "<embed src=javascript:{run}>",
    "<a href=javascript:{run}>x</a>",
    "<a href='java\tscript:{run}'>x</a>",
    "[x](javascript:{run})",
    "![x](http://127.0.0.1:9/{run})",
    "<base href=http://127.0.0.1:9/>",
    "<link rel=stylesheet href=http://127.0.0.1:9/>",
    "<meta http-equiv=refresh content=0>",
    "<style>@import 'http://127.0.0.1:9/'</style>",
    "<div style=background:url(http://127.0.0.1:9/)>",
    "<b onclick={run}>x",
    "<input autofocus onfocus={run}>",
    "<details open ontoggle={run}>",
    "<video src=x onerror={run}>",
    "<body onload={run}>",
    "<marquee onstart={run}>",
    "<form action=javascript:{run}><button>x",
    "<isindex action=javascript:{run}>",
    "<template><img src=x onerror={run}></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    "<!--><img src=x onerror={run}>-->",
    "<![CDATA[<img src=x onerror={run}>]]>",
    "<?xml?><img src=x onerror={run}>",
    "\\u003cimg src=x onerror={run}\\u003e",
    "<audio src=x onerror={run}>",
    "<select autofocus onfocus={run}>",
    "<xss id=x tabindex=1 onfocus={run}>",
    "data:text/html,<script>{run}</script>",
    "&lt;img src=x onerror={run}&gt;",
    "%3Cimg src=x onerror={run}%3E",
    "{{{{constructor.constructor('{run}')()}}}}",
    "${{{run}}}",
    "#{{{run}}}",
    "<%= {run} %>",
    "{{% {run} %}}",
    "`${{{run}}}`",
    "';{run};//",
    '";{run};//',
    "\\';{run};//",
    "</title><img src=x onerror={run}>",
    "</textarea><img src=x onerror={run}>",
    "</style><img src=x onerror={run}>",
    "__proto__",
    "constructor",
    "\u202e<img src=x onerror={run}>",
    "\ufeff<img src=x onerror={run}>",
)
INJECTED_CALLS = ("alert(1)", "document.title='owned'", "fetch('http://127.0.0.1:9/')")
PAYLOADS = [
    way.format(run=INJECTED_CALLS[place % len(INJECTED_CALLS)]) for place, way in enumerate(INJECTION_TEMPLATES)
]


def test_sixty_hostile_names_and_values_stay_words_in_every_view(page: Page, desk: DesignPage, client: Client) -> None:
    assert len(set(PAYLOADS)) >= 60
    rows = [PAYLOADS, *([f"{word} {number}" for word in PAYLOADS] for number in range(3))]
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    content = written.getvalue().encode()
    headers = {"Content-Type": "application/octet-stream"}
    data = client.request_json(
        "POST", "/api/datasets?name=Hostile&file_name=hostile.csv", content=content, headers=headers
    )
    nodes = {
        "data": make_node("dataset", {"dataset": data["id"]}) | {"title": "Hostile"},
        "summary": make_node("summarize_data", {}, dataset="data.dataset"),
    }
    design = client.create_design(lay_out_nodes(nodes), "Sixty")
    run = client.run(design)
    assert run["state"] == "succeeded"
    desk.open(design)
    for title, port in (("Hostile", "Dataset"), ("Summarize Data", "Results dataset")):
        desk.show_output(title, port)
        # Of so many columns only those that fit are drawn.
        expect(page.get_by_role("grid").get_by_text(re.compile("alert|owned|:9/")).first).to_be_attached()
        for view in ("Columns", "Chart", "Table"):
            page.get_by_role("radiogroup", name="View of the result").get_by_text(view, exact=True).click()
        assert page.evaluate(INJECTED) == 0
    page.goto(f"{desk.url}/runs/{run['id']}/report")
    expect(page.get_by_role("heading", name="Sixty")).to_be_visible()
    assert page.evaluate(INJECTED) == 0
    expect(page).not_to_have_title("owned")


@pytest.mark.parametrize("path", ["/", "/datasets#{dataset}", "/runs", "/runs/{run}/report", "/api/docs"])
def test_hostile_words_stay_words_on_every_page(
    page: Page, desk: DesignPage, hostile: dict[str, Any], path: str
) -> None:
    with page.expect_response(lambda answer: answer.ok):
        page.goto(desk.url + path.format(**hostile))
    if path != "/api/docs":
        expect(page.get_by_text(IMAGE).first).to_be_visible()
    expect(page).not_to_have_title("owned")
    assert page.evaluate(INJECTED) == 0


def test_a_hostile_design_file_is_only_read(page: Page, desk: DesignPage, tmp_path: Path) -> None:
    file = tmp_path / "design.json"
    nodes = lay_out_nodes({"a": make_node("execute_python_script", {"python_script": CODE}) | {"title": IMAGE}})
    file.write_text(json.dumps({"format": 2, "name": SCRIPT, "nodes": nodes}))
    page.goto(desk.url)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    chooser.value.set_files(file)
    expect(page.get_by_role("heading", name=SCRIPT)).to_be_visible()
    expect(page.get_by_role("button", name="Trust this design")).to_be_visible()
    assert page.evaluate(INJECTED) == 0


def test_a_design_file_without_places_is_drawn(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a\n1\n"}),
        "sum": make_node("summarize_data", dataset="data.dataset"),
    }
    desk.open(client.create_design(nodes))
    expect(desk.find_card("Summarize Data")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^[0-9]+ %$"))).to_be_visible()
    desk.select("Summarize Data")
    page.keyboard.press("Delete")
    expect(desk.save_status).to_contain_text("Saved")
    expect(desk.find_cards()).to_have_count(1)

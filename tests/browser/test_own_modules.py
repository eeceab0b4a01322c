"""Modules written in the browser."""

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import FINISHED_PATTERN, DesignPage, lay_out_nodes, show_scheme
from tests.live_server import Client
from tests.small_designs import make_node

SOURCE = """def doubled(table: DataFrame, *, column: Column, times: int = 2) -> DataFrame:
    \"\"\"Multiply a column.\"\"\"
    table[column] = table[column] * times
    return table"""


PASTE = """(editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def write_code(page: Page, text: str) -> None:
    """Paste over what the editor holds."""
    editor = page.get_by_role("textbox", name="Code of the module")
    editor.click()
    page.keyboard.press("Control+a")
    editor.evaluate(PASTE, text)


def test_a_function_becomes_a_module_of_the_design(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    design = client.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n2\n"})})
    desk.open(design)
    page.get_by_role("button", name="Write a module in Python").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("complementary", name="Flag Outliers")).to_contain_text("In standard deviations.")
    screenshots.take(page, "own-module.png")

    write_code(page, "def doubled(table: int): ...")
    expect(dialog.get_by_role("status")).to_contain_text("Line 1: 'table' is an input port")
    expect(dialog.get_by_role("button", name="Add to the canvas")).to_be_disabled()
    write_code(page, SOURCE)
    expect(dialog.get_by_role("complementary", name="Doubled")).to_contain_text("Multiply a column.")
    dialog.get_by_role("button", name="Add to the canvas").click()

    expect(desk.find_card("Doubled")).to_be_visible()
    expect(desk.palette.get_by_role("button", name="Custom Modules")).to_be_visible()
    desk.connect(desk.find_output("Enter Data Manually", "Dataset"), desk.find_input("Doubled", "Table"))
    desk.choose("Column", "a")
    desk.run()
    desk.expect_run("Succeeded")
    desk.expect_status(FINISHED_PATTERN, ["Doubled"])
    screenshots.take(page, "own-module-run.png")


def test_the_code_of_a_module_is_changed_and_the_change_can_be_undone(
    page: Page, desk: DesignPage, client: Client
) -> None:
    nodes = {"own": make_node("own_doubled")}
    design = client.create_design(nodes)
    client.edit(design, {"path": ["modules", "own_doubled"], "value": {"code": SOURCE}})
    desk.open(design)
    desk.find_card("Doubled").click()
    page.get_by_role("button", name="Edit the code of this module").click()
    write_code(page, SOURCE.replace("doubled", "trebled"))
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(desk.find_card("Trebled")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(desk.find_card("Doubled")).to_be_visible()


def find_trial(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("region", name="Test run", exact=True)


def test_a_module_is_tried_by_mouse_while_it_is_written(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    """By default it gets what feeds the selected card; another output is chosen from a list."""
    table = make_node("enter_data_manually", {"data": "a,b\n1,x\n2,y\n"})
    code = SOURCE.replace("    table[column]", "    print('rows:', len(table))\n    table['new']")
    design = client.create_design({"data": table, "other": {**table, "title": "Other", "x": 400}})
    nodes = {"own": make_node("own_doubled", {"column": "a"}, table="data.dataset") | {"y": 200}}
    edits = [{"path": ["modules", "own_doubled"], "value": {"code": code}}]
    client.edit(design, *edits, *({"path": ["nodes", name], "value": one} for name, one in nodes.items()))
    desk.open(design)
    desk.select("Doubled")
    page.get_by_role("button", name="Edit the code of this module").click()
    dialog = page.get_by_role("dialog")
    feeding = dialog.get_by_role("combobox", name="Input for Table")
    expect(feeding).to_have_value("Enter Data Manually")
    feeding.click()
    page.get_by_role("option", name="Other").click()
    dialog.get_by_role("button", name="Try it").click()

    expect(find_trial(page).get_by_role("status")).to_contain_text("Tested on a sample of 2 rows")
    expect(find_trial(page).get_by_role("figure")).to_contain_text("2 × 3, new: new")
    expect(find_trial(page).get_by_role("row").last).to_have_text("2y4")
    expect(find_trial(page).locator("pre")).to_have_text("rows: 2\n")
    screenshots.take(page, "own-module-tried.png")
    dialog.get_by_label("Times", exact=True).fill("5")
    expect(find_trial(page).get_by_role("status")).to_have_text("Changed since the last test run.")
    dialog.get_by_role("button", name="Try it").click()
    expect(find_trial(page).get_by_role("row").last).to_have_text("2y10")
    assert client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["own"]["parameters"] == {
        "column": "a"
    }


def test_the_editor_leaves_the_keyboard_to_whoever_is_in_a_field_already(
    page: Page, desk: DesignPage, client: Client
) -> None:
    held: list[Route] = []
    page.route("**/CodeEditor-*.js", lambda route: held.append(route))
    table = make_node("enter_data_manually", {"data": "a,b\n1,x\n"})
    design = client.create_design({"data": table})
    edits = [{"path": ["modules", "own_doubled"], "value": {"code": SOURCE}}]
    own = make_node("own_doubled", {"column": "a"}, table="data.dataset") | {"y": 200}
    client.edit(design, *edits, {"path": ["nodes", "own"], "value": own})
    desk.open(design)
    desk.select("Doubled")
    with page.expect_request("**/CodeEditor-*.js"):
        page.get_by_role("button", name="Edit the code of this module").click()
    dialog = page.get_by_role("dialog")
    times = dialog.get_by_label("Times", exact=True)
    times.click()
    [editor] = held
    editor.continue_()
    expect(dialog.locator(".cm-editor")).to_be_visible()
    expect(times).to_be_focused()


def test_by_keyboard_a_trial_shows_the_line_that_failed_and_can_be_stopped(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n2\n"})}))
    page.get_by_role("button", name="Write a module in Python").click()
    write_code(page, "def broken(table):\n    text = 'first'\n    return table['prise']")
    expect(page.get_by_role("complementary", name="Broken")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(find_trial(page).get_by_role("alert")).to_contain_text("Line 3: Column 'prise' does not exist.")
    expect(page.locator(".cm-failed-line")).to_have_text("    return table['prise']")

    write_code(page, "def endless(table):\n    while True: pass")
    expect(page.get_by_role("complementary", name="Endless")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(find_trial(page).get_by_role("status")).to_contain_text("Testing")
    page.get_by_role("dialog").get_by_role("button", name="Stop").press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Try it")).to_be_visible()

    write_code(page, "def same(table):\n    return table")
    expect(page.get_by_role("complementary", name="Same")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(find_trial(page).get_by_role("figure")).to_contain_text("2 × 1")
    expect(page.locator(".cm-failed-line")).to_have_count(0)


def test_a_design_from_elsewhere_is_trusted_before_a_module_is_tried(
    page: Page, desk: DesignPage, client: Client
) -> None:
    nodes = {"data": make_node("enter_data_manually", {"data": "a\n1\n2\n"})}
    desk.open(client.create_design(nodes, trusted=False))
    page.get_by_role("button", name="Write a module in Python").click()
    write_code(page, "def same(table):\n    return table")
    expect(page.get_by_role("complementary", name="Same")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(find_trial(page).get_by_role("alert")).to_contain_text("runs once you trust the design")
    find_trial(page).get_by_role("button", name="Review its code and trust it").click()
    page.get_by_role("button", name="Trust this design").click()
    expect(find_trial(page).get_by_role("figure")).to_contain_text("2 × 1")


def test_what_was_written_is_found_again_when_the_editor_was_closed_by_a_slip(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design({}))
    page.get_by_role("button", name="Write a module in Python").click()
    expect(page.get_by_role("dialog").get_by_text("No module on the canvas outputs a table yet.")).to_be_visible()
    write_code(page, "def same(table):\n    return table")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Write a module in Python").click()
    expect(page.get_by_role("complementary", name="Same")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Discard the changes").click()
    page.get_by_role("button", name="Write a module in Python").click()
    expect(page.get_by_role("complementary", name="Flag Outliers")).to_be_visible()


PORTS_SOURCE = """def joined(sales: DataFrame, *, times: int = 2) -> DataFrame:
    \"\"\"Add rows.\"\"\"
    sales["a"] = sales["a"] * times
    return sales
"""


def test_ports_are_added_named_typed_moved_and_removed_by_a_form(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    """Edges follow their port; the ones that go are said before, and one undo brings all back."""
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a\n1\n2\n"}),
        "own": make_node("own_joined", sales="data.dataset"),
        "next": make_node("summarize_data", dataset="own.results_dataset"),
    }
    design = client.create_design(lay_out_nodes(nodes))
    client.edit(design, {"path": ["modules", "own_joined"], "value": {"code": PORTS_SOURCE}})
    desk.open(design)
    desk.select("Joined")
    form = page.get_by_role("region", name="Ports")

    form.get_by_role("textbox", name="Name of input sales").fill("All orders")
    page.keyboard.press("Enter")
    expect(desk.find_input("Joined", "All orders")).to_be_visible()
    form.get_by_role("button", name="Add input").click()
    expect(form.get_by_role("textbox", name="Name of input table1")).to_be_focused()
    form.get_by_role("combobox", name="Type of input table1").click()
    page.get_by_role("option", name="Object", exact=True).click()
    expect(form.get_by_role("combobox", name="Type of input table1")).to_have_value("Object")
    form.get_by_role("textbox", name="Name of input table1").fill("rules")
    form.get_by_role("button", name="Add output").click()
    expect(form.get_by_role("textbox", name="Name of output table1")).to_be_visible()
    form.get_by_role("button", name="Move output table1 up").click()
    expect(form.get_by_role("textbox").nth(2)).to_have_value("table1")
    screenshots.take(page, "script-ports.png")
    stored = client.request_json("GET", f"/api/designs/{design}")["document"]
    assert stored["nodes"]["own"]["inputs"] == {"all_orders": "data.dataset"}
    assert stored["nodes"]["next"]["inputs"] == {"dataset": "own.results_dataset"}
    assert "return pd.DataFrame(), all_orders" in stored["modules"]["own_joined"]["code"]
    desk.run()
    desk.expect_run("Succeeded")

    page.get_by_role("button", name="Module", exact=True).click()
    form.get_by_role("button", name="Remove input all_orders").click()
    expect(form.get_by_role("alert")).to_contain_text(
        "Removing all_orders also removes its edge (Enter Data Manually)."
    )
    show_scheme(page, "dark")
    screenshots.take(page, "script-ports-dark.png")
    show_scheme(page, "light")
    form.get_by_role("button", name="Keep").click()
    form.get_by_role("combobox", name="Type of input all_orders").click()
    page.get_by_role("option", name="File", exact=True).click()
    expect(form.get_by_role("alert")).to_have_text(
        "Changing all_orders to File removes its edge (Enter Data Manually).ChangeKeep"
    )
    page.keyboard.press("Escape")
    expect(form.get_by_role("combobox", name="Type of input all_orders")).to_be_focused()
    expect(form.get_by_role("combobox", name="Type of input all_orders")).to_have_value("Table")
    form.get_by_role("button", name="Remove input all_orders").click()
    form.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("[data-announcer]")).to_contain_text("Remove input all_orders, and remove 1 edge")
    expect(desk.find_edges()).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(desk.find_edges()).to_have_count(2)
    expect(desk.find_input("Joined", "All orders")).to_be_visible()


def test_by_keyboard_a_name_is_typed_refused_and_moved_and_its_port_removed(
    page: Page, desk: DesignPage, client: Client
) -> None:
    """The focus stays where it is used: in the name, on the arrow that moved, on what follows a removed port."""
    design = client.create_design({"own": make_node("own_joined")})
    client.edit(design, {"path": ["modules", "own_joined"], "value": {"code": PORTS_SOURCE}})
    desk.open(design)
    desk.select("Joined")
    form = page.get_by_role("region", name="Ports")
    for typed in ("2024 rates", "rates"):
        form.get_by_role("button", name="Add input").press("Enter")
        expect(form.locator("input:focus")).to_have_value("table1")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        if typed == "rates":
            break
        expect(form.get_by_role("alert")).to_contain_text(
            "'2024_rates' can't be the name of a port. Begin with a letter"
        )
        page.keyboard.press("Escape")
        expect(form.get_by_role("alert")).to_have_count(0)
        page.keyboard.press("Control+a")
        page.keyboard.type("prices")
        page.keyboard.press("Enter")
        expect(form.get_by_role("textbox", name="Name of input prices")).to_be_focused()
    down = form.get_by_role("button", name="Move input prices down")
    down.press("Enter")
    expect(form.get_by_role("textbox").nth(2)).to_have_value("prices")
    expect(down).to_be_focused()
    expect(down).to_have_attribute("aria-disabled", "true")
    form.get_by_role("button", name="Remove input prices").press("Enter")
    expect(form.get_by_role("textbox", name="Name of input prices")).to_have_count(0)
    expect(form.get_by_role("button", name="Remove input rates")).to_be_focused()
    code = client.request_json("GET", f"/api/designs/{design}")["document"]["modules"]["own_joined"]["code"]
    assert code.startswith("def joined(sales: DataFrame, rates: DataFrame | None = None, *, times: int = 2)")


def test_a_script_gets_ports_of_its_own_and_keeps_its_edges(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a\n1\n2\n"}),
        "script": make_node("execute_python_script", dataset1="data.dataset"),
        "next": make_node("summarize_data", dataset="script.result_dataset"),
    }
    design = client.create_design(lay_out_nodes(nodes))
    desk.open(design)
    desk.select("Execute Python Script")
    page.get_by_role("button", name="Change the ports").click()
    form = page.get_by_role("region", name="Ports")
    expect(form.get_by_role("textbox", name="Name of input dataframe1")).to_be_visible()
    expect(desk.find_edges()).to_have_count(2)
    desk.run()
    desk.expect_run("Succeeded")
    page.get_by_role("heading", name="Python Script").click()
    page.keyboard.press("Control+z")
    expect(desk.find_card("Execute Python Script")).to_be_visible()
    expect(desk.find_edges()).to_have_count(2)

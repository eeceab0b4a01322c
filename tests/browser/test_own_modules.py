"""Modules written in the browser."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import FINISHED, Desk
from tests.pipelines import node
from tests.serving import Client

SOURCE = """def doubled(table: DataFrame, *, column: Column, times: int = 2) -> DataFrame:
    \"\"\"Multiply a column.\"\"\"
    table[column] = table[column] * times
    return table"""


PASTE = """(editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def write(page: Page, text: str) -> None:
    """Paste over what the editor holds."""
    editor = page.get_by_role("textbox", name="Code of the module")
    editor.click()
    page.keyboard.press("Control+a")
    editor.evaluate(PASTE, text)


def test_a_function_becomes_a_module_of_the_design(page: Page, desk: Desk, client: Client, screenshots: Path) -> None:
    design = client.new_design({"data": node("enter_data_manually", {"data": "a\n1\n2\n"})})
    desk.open(design)
    page.get_by_role("button", name="Write a module in Python").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("complementary", name="Flag Outliers")).to_contain_text("In standard deviations.")
    page.screenshot(path=screenshots / "own-module.png")

    write(page, "def doubled(table: int): ...")
    expect(dialog.get_by_role("status")).to_contain_text("Line 1: 'table' is an input port")
    expect(dialog.get_by_role("button", name="Add to the canvas")).to_be_disabled()
    write(page, SOURCE)
    expect(dialog.get_by_role("complementary", name="Doubled")).to_contain_text("Multiply a column.")
    dialog.get_by_role("button", name="Add to the canvas").click()

    expect(desk.card("Doubled")).to_be_visible()
    expect(desk.palette.get_by_role("button", name="Own Modules")).to_be_visible()
    desk.connect(desk.output("Enter Data Manually", "Dataset"), desk.input("Doubled", "Table"))
    desk.choose("Column", "a")
    desk.run()
    desk.expect_run("Succeeded")
    desk.expect_status(FINISHED, ["Doubled"])
    page.screenshot(path=screenshots / "own-module-run.png")


def test_the_code_of_a_module_is_changed_and_the_change_can_be_undone(page: Page, desk: Desk, client: Client) -> None:
    nodes = {"own": node("own_doubled")}
    design = client.new_design(nodes)
    client.edit(design, {"path": ["modules", "own_doubled"], "value": {"code": SOURCE}})
    desk.open(design)
    desk.card("Doubled").click()
    page.get_by_role("button", name="Edit the code of this module").click()
    write(page, SOURCE.replace("doubled", "trebled"))
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(desk.card("Trebled")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(desk.card("Doubled")).to_be_visible()

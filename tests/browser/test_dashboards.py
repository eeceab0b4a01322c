"""Dashboards: composed, filtered, moved by mouse and keyboard, and shown to strangers."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory, Screenshots
from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.server.api.share_links import create_share
from tests.small_designs import make_node

ROWS = "region,sales\n" + "".join(f"{('North', 'South', 'West')[at % 3]},{at}\n" for at in range(30))


def create_sales(client: Client) -> str:
    chart = {"column": "region", "value_column": "sales", "show": "Sum"}
    nodes = {
        "data": make_node("enter_data_manually", {"data": ROWS}) | {"title": "Orders"},
        "chart": make_node("chart", chart, dataset="data.dataset") | {"title": "Sales by region"},
    }
    design = client.create_design(lay_out_nodes(nodes), "Sales")
    client.run(design)
    return design


def test_a_dashboard_is_composed_filtered_moved_and_printed(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    design = create_sales(client)
    desk.open(design)
    page.get_by_role("navigation", name="Canvas or dashboards").get_by_role("button", name="Dashboards").click()
    page.get_by_role("button", name="New dashboard").click()
    parts = page.get_by_role("complementary", name="Add")
    parts.get_by_role("button", name="Sales by region").click()
    parts.get_by_role("button", name="Orders").drag_to(
        page.locator(".dashboard-grid"), target_position={"x": 800, "y": 20}
    )
    for kind, figure in (("Number", "Sum"), ("Filter", None)):
        parts.get_by_role("button", name=kind).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Table").first.click()
        page.get_by_role("option", name="Orders").click()
        if figure:
            dialog.get_by_label("Figure").first.click()
            page.get_by_role("option", name=figure).click()
        dialog.get_by_label("Column").first.click()
        page.get_by_role("option", name="sales" if figure else "region").click()
        dialog.get_by_role("button", name="Add").click()
    total = page.get_by_role("region", name="Tile: Sum of sales")
    expect(total).to_contain_text("435")
    chart = page.get_by_role("region", name="Tile: Sales by region")
    expect(chart.locator("svg.chart-picture")).to_be_visible()
    screenshots.take(page, "dashboard-composed.png")

    page.get_by_label("Filter by region").first.click()
    page.get_by_role("option", name="South").click()
    page.keyboard.press("Escape")
    expect(total).to_contain_text("145")
    expect(chart.locator("svg.chart-picture")).not_to_contain_text("North")
    table = page.get_by_role("region", name="Tile: Orders")
    expect(table).to_contain_text("10 rows")
    screenshots.take(page, "dashboard-filtered.png")

    tiles = client.request_json("GET", f"/api/designs/{design}")["document"]["dashboards"]["dashboard"]["tiles"]
    before = tiles["result"]["x"]
    chart.get_by_role("button", name="Move Sales by region").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".dashboard-announced")).to_have_text(f"Column {before + 2}, row 1")
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Clear filters").click()
    expect(total).to_contain_text("435")
    page.emulate_media(media="print")
    expect(page.locator(".topbar")).to_be_hidden()
    screenshots.take(page, "dashboard-print.png")
    page.emulate_media(media="screen", color_scheme="dark")
    screenshots.take(page, "dashboard-dark.png")
    page.set_viewport_size({"width": 390, "height": 844})
    screenshots.take(page, "dashboard-phone.png")


def test_strangers_see_a_dashboard_as_far_as_the_link_shows_its_tables(
    new_profile: ProfileFactory, client: Client, desk: DesignPage, screenshots: Screenshots
) -> None:
    design = create_sales(client)
    tiles = {
        "chart": {"kind": "result", "node": "chart", "port": "chart_data", "x": 0, "y": 2, "width": 8},
        "sum": {"kind": "number", "node": "data", "port": "dataset", "show": "sum", "column": "sales", "width": 4},
        "pick": {"kind": "filter", "node": "data", "port": "dataset", "column": "region", "x": 4, "width": 4},
        "word": {"kind": "text", "text": "## Last week\n\nThe **South** is late.", "x": 8, "width": 4},
    }
    client.edit(design, {"path": ["dashboards", "week"], "value": {"title": "The week", "tiles": tiles}})
    stranger = new_profile(signed_in=False).new_page()
    for rows, can_filter in ((100, True), (5, False)):
        link = create_share(client, design, shows="rows", rows=rows, pinned=False)
        stranger.goto(f"{desk.url}/s/{link['id']}?dashboard=week#{link['token']}")
        expect(stranger.get_by_role("heading", name="The week")).to_be_visible()
        total = stranger.get_by_role("region", name="Tile: Sum of sales")
        expect(total).to_contain_text("435")
        expect(stranger.locator("svg.chart-picture")).to_be_visible()
        if can_filter:
            stranger.get_by_label("Filter by region").first.click()
            stranger.get_by_role("option", name="South").click()
            expect(total).to_contain_text("145")
            expect(stranger.locator("svg.chart-picture")).not_to_contain_text("North")
        else:
            expect(stranger.get_by_role("region", name="Tile: region")).to_contain_text("the filter is off")
        screenshots.take(stranger, f"dashboard-shared-{rows}.png")

"""Charts that a design draws: beside their numbers, and in the report of the run."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import FINISHED_PATTERN, SCHEMES, DesignPage, lay_out_nodes, show_scheme
from tests.live_server import Client
from tests.small_designs import make_node

ROWS = "".join(
    f"{('North', 'South', 'West')[row * 7 % 3]},{('walk-in', 'online')[row * 5 % 2]},{row * 37 % 101 + row},"
    f"{row * 11 % 17},2024-{row % 12 + 1:02}-{row % 27 + 1:02}\n"
    for row in range(240)
)
CHARTS: dict[str, dict[str, Any]] = {
    "Bars": {"column": "region", "show": "Mean", "value_column": "sales", "color_by": "channel"},
    "Lines": {"chart": "Lines", "column": "visits", "show": "Sum", "value_column": "sales", "panels_by": "region"},
    "Points": {"chart": "Points", "column": "visits", "value_column": "sales", "color_by": "region"},
    "Boxes": {"chart": "Boxes", "column": "region", "value_column": "sales"},
    "Histogram": {"chart": "Histogram", "column": "sales", "color_by": "channel"},
    "Heat map": {"chart": "Heat map", "column": "region", "row_column": "channel"},
}


def make_charts() -> dict[str, dict[str, Any]]:
    nodes = {"data": make_node("enter_data_manually", {"data": f"region,channel,sales,visits,day\n{ROWS}"})}
    for title, parameters in CHARTS.items():
        nodes[title.lower().replace(" ", "_")] = make_node("chart", parameters, dataset="data.dataset") | {
            "title": title
        }
    return nodes


def test_a_design_draws_charts_that_its_report_has_too(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    design = client.create_design(lay_out_nodes(make_charts(), columns=3))
    run = client.run(design)["id"]
    desk.open(design)
    desk.expect_status(FINISHED_PATTERN, list(CHARTS))
    for title in CHARTS:
        desk.show_output(title, "Chart data")
        picture = page.locator(".data-chart svg.chart-picture").first
        for scheme in SCHEMES if title in ("Bars", "Heat map") else SCHEMES[:1]:
            show_scheme(page, scheme)
            expect(picture).to_be_visible()
            screenshots.take(page, f"data-chart-{title.lower().replace(' ', '-')}-{scheme}.png")
        show_scheme(page, "light")
        page.get_by_role("button", name="Close", exact=True).click()
        desk.show_all()
    page.goto(f"{desk.url}/runs/{run}/report")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("#charts svg.chart")).to_have_count(8)
        screenshots.take(page.locator("#charts"), f"data-chart-report-{scheme}.png")

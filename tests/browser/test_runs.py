"""A run while it goes on: watched, cancelled, reloaded, failed."""

import re
import uuid

from playwright.sync_api import Page, Route, expect

from tests.browser.design_page import FINISHED_PATTERN, DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import SMALL_CSV, make_node, make_script_nodes

TICKING = """
import time


def azureml_main(dataframe1=None, dataframe2=None):
    for tick in range(3000):
        print(f"tick {tick} of {MARK}", flush=True)
        time.sleep(0.1)
    return dataframe1,
"""
FAILING = """import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    print("so far so good")
    raise ValueError("The third wheel is missing.")
"""


def create_ticking_design(client: Client) -> str:
    """A design whose script prints for minutes, and that no run can reuse."""
    code = TICKING.replace("{MARK}", uuid.uuid4().hex[:6])
    after = {"after": make_node("summarize_data", dataset="script.result_dataset")}
    return client.create_design(lay_out_nodes(make_script_nodes(code) | after))


def test_a_long_step_shows_its_lines_is_cancelled_and_the_next_one_outlives_a_reload(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(create_ticking_design(client)).run()
    expect(page.get_by_role("log").get_by_text(re.compile("tick 5 of"))).to_be_visible()
    desk.expect_status("Running", ["Execute Python Script"])
    desk.stop()
    desk.expect_run("Cancelled")
    desk.expect_status("Cancelled", ["Execute Python Script", "Summarize Data"])
    desk.expect_status(FINISHED_PATTERN, ["Enter Data Manually"])

    desk.run()
    desk.expect_status("Running", ["Execute Python Script"])
    page.reload()
    desk.expect_status("Running", ["Execute Python Script"])
    page.get_by_role("button", name="Show the run").click()
    desk.expect_run("Running")
    expect(page.get_by_role("log")).to_contain_text(re.compile("tick [0-9]+ of"))
    desk.stop()
    desk.expect_run("Cancelled")


def test_a_failed_script_shows_its_line_and_its_output(page: Page, desk: DesignPage, client: Client) -> None:
    after = {"after": make_node("summarize_data", dataset="script.result_dataset")}
    desk.open(client.create_design(lay_out_nodes(make_script_nodes(FAILING) | after))).run()
    desk.expect_run("Failed")
    expect(desk.find_card("Execute Python Script")).to_contain_text("line 6")
    desk.expect_status("Skipped", ["Summarize Data"])
    desk.select("Execute Python Script")
    expect(page.get_by_text("The third wheel is missing.").first).to_be_visible()
    expect(page.get_by_text("Line 6 failed in the last run")).to_be_visible()
    page.get_by_role("button", name="Show all problems").click()
    page.get_by_role("tab", name="Log").click()
    log = page.get_by_role("log")
    expect(log).to_contain_text("so far so good")
    expect(log).to_contain_text("ValueError: The third wheel is missing.")


def test_a_second_run_computes_only_what_changed(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = make_script_nodes("def azureml_main(a=None, b=None):\n    return a,\n\n\n# " + uuid.uuid4().hex)
    nodes |= {"split": make_node("split_data", {"seed": 1}, dataset="script.result_dataset")}
    desk.open(client.create_design(lay_out_nodes(nodes))).run()
    desk.expect_run("Succeeded")
    desk.select("Split Data")
    desk.find_field("Random seed").fill("2")
    expect(desk.find_card("Split Data")).to_contain_text("Changed since run 1")
    desk.run()
    expect(page.get_by_role("heading", name="Run 2", exact=True)).to_be_visible()
    desk.expect_run("Succeeded")
    desk.expect_status("Reused", ["Execute Python Script"])
    desk.expect_status("Succeeded", ["Split Data"])


def test_run_to_here_leaves_the_rest_alone(desk: DesignPage, client: Client) -> None:
    nodes = make_script_nodes("def azureml_main(a=None, b=None):\n    return a,\n")
    nodes |= {"after": make_node("summarize_data", dataset="script.result_dataset")}
    desk.open(client.create_design(lay_out_nodes(nodes)))
    desk.select("Enter Data Manually")
    desk.page.keyboard.press("Control+Shift+Enter")
    desk.expect_run("Succeeded")
    desk.expect_status(FINISHED_PATTERN, ["Enter Data Manually"])
    desk.expect_status("Not run yet", ["Execute Python Script", "Summarize Data"])


def test_a_run_that_ends_before_its_start_is_answered_shows_as_over(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes({"data": make_node("enter_data_manually", {"data": SMALL_CSV})})))

    def answer_late(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        answer = route.fetch()
        client.wait_for_run(answer.json()["id"])
        route.fulfill(response=answer)

    page.route("**/runs", answer_late)
    desk.run()
    expect(desk.top_bar.get_by_role("button", name=re.compile("^Run "))).to_be_visible()
    desk.expect_run("Succeeded")


def test_scripts_of_an_imported_design_wait_for_trust(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(
        client.create_design(
            lay_out_nodes(make_script_nodes("def azureml_main(a, b):\n    return a,\n")), trusted=False
        )
    )
    page.get_by_role("button", name="Trust this design").click()
    page.get_by_role("dialog").get_by_role("button", name="Trust this design").click()
    desk.run()
    desk.expect_run("Succeeded")

"""Scripts with another pandas than the server's, in one design; from the package index itself."""

from contextlib import closing

import pandas as pd
import pytest

from tests.live_server import Server, get_step_states, wait_until
from tests.small_designs import SMALL_CSV, make_node

pytestmark = pytest.mark.nightly

SCRIPT = """
import pandas as pd

def azureml_main(dataframe1=None, dataframe2=None):
    dataframe1[f"pandas {pd.__version__[0]}"] = 1
    return dataframe1,
"""


def test_two_versions_of_pandas_work_in_one_design(own_server: Server) -> None:
    with closing(own_server.open_client()) as client:
        client.request_json("POST", "/api/environments", json={"name": "older", "source": "pandas>=2.2,<3\npyarrow\n"})
        wait_until(
            lambda: client.request_json("GET", "/api/environments")[0]["versions"][0]["state"] == "ready",
            "the environment",
            seconds=600,
        )
        nodes = {
            "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
            "old": make_node(
                "execute_python_script", {"python_script": SCRIPT, "environment": "older"}, dataset1="data.dataset"
            ),
            "new": make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="old.result_dataset"),
            "unknown": make_node(
                "execute_python_script", {"python_script": SCRIPT, "environment": "older:9"}, dataset1="data.dataset"
            ),
        }
        design = client.create_design(nodes)
        run = client.run(design)
        assert get_step_states(run) == {
            "data": "succeeded",
            "old": "succeeded",
            "new": "succeeded",
            "unknown": "skipped",
        }
        output = next(step for step in run["steps"] if step["node"] == "new")["outputs"]["result_dataset"]
        view = client.request_json("GET", f"/api/artifacts/{output['artifact']}")["view"]
        names = [column["name"] for column in view["columns"]]
        assert names == ["a", "b", "y", "pandas 2", f"pandas {pd.__version__[0]}"]
        assert get_step_states(client.run(design))["old"] == "reused"

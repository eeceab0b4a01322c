"""Scripts with another pandas than the server's, in one design; from the package index itself."""

from contextlib import closing
from typing import Any

import pytest

from tests.live_server import Client, Server, get_step_states, wait_until
from tests.small_designs import SMALL_CSV, make_node

pytestmark = pytest.mark.nightly

SCRIPT = """
import pandas as pd

def azureml_main(dataframe1=None, dataframe2=None):
    return dataframe1.assign(script=pd.__version__[0]),
"""


OWN_MODULE = """
def note(table: DataFrame) -> DataFrame:
    '''Note the version.'''
    return table.assign(own=pd.__version__[0])
"""
#: It remembers where it was trained, and says where it predicts.
MODEL = """
import pandas as pd


class DesigneryModel:
    def train(self, df_train, df_label):
        self.pandas = pd.__version__[0]

    def predict(self, df):
        return pd.DataFrame({"Scored Labels": 1.0, "trained": self.pandas, "predicted": pd.__version__[0]}, df.index)
"""


#: What each part noted, as names of columns: these are in the view of a table.
NAMES = """
def azureml_main(dataframe1=None, dataframe2=None):
    found = {name: dataframe1[name].iloc[0] for name in ("script", "own", "trained", "predicted")}
    return dataframe1.rename(columns={name: f"{name} {value}" for name, value in found.items()})[[
        f"{name} {value}" for name, value in found.items()]]
"""
ENVIRONMENTS = {"older": "pandas>=2.2,<3\npyarrow\n", "newer": "pandas>=3\npyarrow\n"}


def make_nodes() -> dict[str, dict[str, Any]]:
    """A script and a module with the older pandas, and a learner with the newer one; the rest has the server's."""
    older = {"environment": "older"}
    return {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "script": make_node("execute_python_script", {"python_script": SCRIPT, **older}, dataset1="data.dataset"),
        "unknown": make_node(
            "execute_python_script", {"python_script": SCRIPT, "environment": "older:9"}, dataset1="data.dataset"
        ),
        "note": make_node("own_note", older, table="script.result_dataset"),
        "model": make_node(
            "create_python_model", {"python_script": MODEL, "predicts": "Numbers", "environment": "newer"}
        ),
        "train": make_node(
            "train_model", {"label": "y"}, untrained_model="model.untrained_model", dataset="note.results_dataset"
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="note.results_dataset"),
        "names": make_node("execute_python_script", {"python_script": NAMES}, dataset1="score.scored_dataset"),
    }


def build_environments(client: Client) -> None:
    for name, source in ENVIRONMENTS.items():
        client.request_json("POST", "/api/environments", json={"name": name, "source": source})

    def list_states() -> set[str]:
        return {one["versions"][0]["state"] for one in client.request_json("GET", "/api/environments")}

    wait_until(lambda: list_states() <= {"ready", "failed"}, "the environments", seconds=900)
    assert list_states() == {"ready"}


def test_two_versions_of_pandas_work_in_one_design(own_server: Server) -> None:
    with closing(own_server.open_client()) as client:
        build_environments(client)
        document = {"format": 2, "name": "Two", "nodes": make_nodes(), "modules": {"own_note": {"code": OWN_MODULE}}}
        design = client.request_json("POST", "/api/designs", json={"document": document})["id"]
        client.request_json("POST", f"/api/designs/{design}/trust")
        run = client.run(design)
        states = get_step_states(run)
        assert states.pop("unknown") == "skipped"
        assert set(states.values()) == {"succeeded"}, [step["error"] for step in run["steps"] if step["error"]]
        output = next(step for step in run["steps"] if step["node"] == "names")["outputs"]["result_dataset"]
        view = client.request_json("GET", f"/api/artifacts/{output['artifact']}")["view"]
        names = [column["name"] for column in view["columns"]]
        assert names == ["script 2", "own 2", "trained 3", "predicted 3"]
        assert set(get_step_states(client.run(design)).values()) == {"reused", "skipped"}

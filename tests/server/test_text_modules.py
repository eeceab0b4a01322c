"""Text modules whose libraries are no plain Python work inside the sandbox, where there are no files but the step's."""

from tests.live_server import Client, get_step_states
from tests.small_designs import make_node

SAYINGS = ("dull film", "great fun")
VOWPAL_LINES = "line\n" + "\n".join(f"{2 * (number % 2) - 1} | {SAYINGS[number % 2]} n{number}" for number in range(40))


def test_vowpal_wabbit_and_gensim_run_in_the_sandbox(client: Client) -> None:
    nodes = {
        "lines": make_node("enter_data_manually", {"data": VOWPAL_LINES}),
        "train": make_node(
            "train_vowpal_wabbit_model",
            {"vw_arguments": "--loss_function logistic --passes 2", "output_inverted_hash": True},
            training_data="lines.dataset",
        ),
        "score": make_node(
            "score_vowpal_wabbit_model",
            {"include_an_extra_column_containing_labels": True},
            trained_vowpal_wabbit_model="train.trained_vowpal_wabbit_model",
            test_data="lines.dataset",
        ),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
        "vectors": make_node("convert_word_to_vector", {"target_column": "line"}, dataset="lines.dataset"),
    }
    design = client.create_design(nodes)
    run = client.run(design)
    assert get_step_states(run) == dict.fromkeys(nodes, "succeeded"), run["steps"]
    (measured,) = client.request_json("GET", f"/api/designs/{design}/runs")[0]["evaluations"]["evaluate"]
    assert measured["metrics"]["Accuracy"] == 1

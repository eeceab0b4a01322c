"""Every sample design of the gallery has no problem, runs, and measures what it should."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from typing import Any, NamedTuple

import pytest

from server.samples.sample_gallery import load_gallery
from tests.depth import deep, is_night
from tests.live_server import Client, Server, get_step_states, running_server, wait_until
from tests.server.shorter_samples import SHORTER_PARAMETERS
from tests.view_json import check_thumbnail, check_view

#: {sample: {evaluation: {metric: (lowest, highest)}}} for the first model of each evaluation.
EXPECTED_METRICS: dict[str, dict[str, dict[str, tuple[float, float]]]] = {
    "automobile_price": {"evaluate": {"Coefficient_of_Determination": (0.67, 0.92)}},
    "automobile_price_compare": {"evaluate": {"Coefficient_of_Determination": (0.8, 0.95)}},
    "adult_income": {"evaluate": {"AUC": (0.91, 0.94), "Accuracy": (0.86, 0.88)}},
    "german_credit": {"evaluate_svm": {"Accuracy": (0.68, 0.82)}, "evaluate_boosted": {"AUC": (0.7, 0.82)}},
    "penguins": {"evaluate": {"Accuracy": (0.95, 1.0)}},
    "adult_tuning": {"evaluate": {"AUC": (0.87, 0.95)}},
    "bike_quantiles": {"evaluate": {"Coverage": (0.7, 0.95), "Average_Quantile_Loss": (150, 400)}},
    "penguins_tree": {"evaluate": {"Accuracy": (0.88, 1.0)}},
    "digits_images": {"evaluate": {"Accuracy": (0.95, 1.0)}},
    "digits_one_vs_all": {"evaluate": {"Accuracy": (0.93, 0.99)}},
    "penguin_clusters": {"evaluate": {"Silhouette": (0.43, 0.48), "Adjusted_Rand_Index": (0.85, 1.0)}},
    "borrowers": {"evaluate": {"Silhouette": (0.3, 0.45), "Number_of_Points": (200, 200)}},
    "strange_wines": {"evaluate": {"AUC": (0.72, 0.82)}},
    "sms_spam": {"evaluate": {"AUC": (0.96, 0.99), "Accuracy": (0.96, 0.99)}},
    "sms_topics": {"evaluate": {"AUC": (0.85, 0.97)}},
    # Who knew every taste exactly would have an error of 0.479.
    "film_ratings": {"errors": {"Root_Mean_Squared_Error": (0.48, 0.57)}, "gains": {"NDCG": (0.95, 0.99)}},
    "bike_rentals_r": {"evaluate": {"Coefficient_of_Determination": (0.78, 0.9)}},
    "car_prices_sql_join": {"evaluate": {"Coefficient_of_Determination": (0.88, 0.97)}},
    # Azure publishes for its sample .848, .756, .535, .627 and .894.
    "adult_chi_square": {
        "evaluate": {
            "Accuracy": (0.835, 0.86),
            "Precision": (0.7, 0.78),
            "Recall": (0.53, 0.62),
            "F1": (0.61, 0.67),
            "AUC": (0.89, 0.915),
        }
    },
    "car_importance": {"evaluate": {"Coefficient_of_Determination": (0.85, 0.97)}},
    "rare_wines_smote": {"evaluate": {"Recall": (0.35, 0.6), "AUC": (0.7, 0.82)}},
    "credit_folds": {"evaluate": {"Accuracy": (0.7, 0.8), "AUC": (0.72, 0.83)}},
    "car_folds": {"evaluate": {"Coefficient_of_Determination": (0.82, 0.95)}},
    "film_features": {
        "errors_svd": {"Root_Mean_Squared_Error": (0.84, 1.0)},
        "errors_network": {"Root_Mean_Squared_Error": (0.65, 0.83)},
    },
    "bike_errors_plot": {"evaluate": {"Coefficient_of_Determination": (0.84, 0.93)}},
    "bike_own_module": {"evaluate": {"Coefficient_of_Determination": (0.6, 0.75)}},
    "bike_web_service": {"evaluate": {"Coefficient_of_Determination": (0.8, 0.9)}},
    "wine_quality_groups": {"evaluate": {"Coefficient_of_Determination": (0.3, 0.45)}},
    "strange_digits": {"evaluate": {"AUC": (0.97, 1.0)}},
    "penguin_differences": {},
    "check_incoming_orders": {},
    "income_explained": {},
    "monthly_bike_report": {},
    "penguin_survey": {},
    "phone_contracts": {},
    "two_months": {},
    "late_flights": {},
    "shop_receipts": {},
    "bike_many_models": {"evaluate": {"Coefficient_of_Determination": (0.6, 0.8)}},
    "bike_each_season": {"evaluate": {"Coefficient_of_Determination": (0.6, 0.8)}},
    "airline_forecast": {"evaluate": {"MASE": (1.5, 2.6), "WAPE": (0.1, 0.16)}},
    "bike_forecast": {"evaluate_automatic": {"MASE": (1.2, 1.6)}, "evaluate": {"MASE": (1.3, 1.9)}},
    "retail_hierarchy": {"evaluate": {"MASE": (0.8, 1.0), "WAPE": (0.04, 0.08)}},
    "credit_automl": {"search": {"AUC": (0.72, 0.84)}},
    "retrain_nightly": {"evaluate": {"Coefficient_of_Determination": (0.8, 0.95)}},
    "price_service": {"evaluate": {"Coefficient_of_Determination": (0.7, 0.95)}},
    "churn_batch": {"evaluate": {"AUC": (0.7, 0.9)}},
    "credit_scorecard_python": {"evaluate": {"Accuracy": (0.7, 0.8), "AUC": (0.74, 0.83)}},
}


#: What samples measure where they learn less: tests/server/shorter_samples.py.
METRICS_OF_SHORTER: dict[str, dict[str, dict[str, tuple[float, float]]]] = {
    "digits_images": {"evaluate": {"Accuracy": (0.3, 1.0)}}
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: other tests run samples too, and see whether their steps are new."""
    with running_server(tmp_path_factory.mktemp("samples") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with closing(server.open_client()) as made:
        yield made


def test_every_sample_is_expected_to_measure_something() -> None:
    assert set(load_gallery()) == set(EXPECTED_METRICS)


class SampleRun(NamedTuple):
    """A sample, what was known of it before its run, and what came of that."""

    design: str
    known: dict[str, Any]
    run: dict[str, Any]


@pytest.fixture(scope="module")
def run_sample(client: Client) -> Callable[[str], SampleRun]:
    """Runs a sample, or gives its run from before: all tests of this file look at one run of each."""

    @cache
    def run(name: str) -> SampleRun:
        design = client.request_json("POST", "/api/designs", json={"sample": name})["id"]
        if not is_night():
            for node, parameters in SHORTER_PARAMETERS.get(name, {}).items():
                for parameter, value in parameters.items():
                    client.edit(design, {"path": ["nodes", node, "parameters", parameter], "value": value})
        known = client.request_json("GET", f"/api/designs/{design}/analysis")
        return SampleRun(design, known, client.run(design))

    return run


@deep
@pytest.mark.parametrize("name", EXPECTED_METRICS)
def test_a_sample_runs_without_a_problem_and_measures_what_it_should(
    client: Client, run_sample: Callable[[str], SampleRun], name: str
) -> None:
    design, known, run = run_sample(name)
    assert (known["problems"], known["advice"]) == ([], [])
    assert set(get_step_states(run).values()) <= {"succeeded", "reused"}
    summary = client.request_json("GET", f"/api/designs/{design}/runs")[0]
    expected = EXPECTED_METRICS if is_night() else EXPECTED_METRICS | METRICS_OF_SHORTER
    for node, metrics in expected[name].items():
        for metric, (lowest, highest) in metrics.items():
            value = summary["evaluations"][node][0]["metrics"][metric]
            assert lowest <= value <= highest, (metric, value)
    for step in run["steps"]:
        for output in step["outputs"].values():
            _check_artifact(client, output["artifact"])


def _check_artifact(client: Client, artifact: str) -> None:
    """The view and the glance of a result fit their contract exactly."""
    found = wait_until(lambda: _read_viewed_artifact(client, artifact), "the view")
    check_view(found["view"])
    if found["glance"] is not None:
        check_thumbnail(found["glance"])


def _read_viewed_artifact(client: Client, artifact: str) -> dict[str, Any] | None:
    found: dict[str, Any] = client.request_json("GET", f"/api/artifacts/{artifact}")
    return found if found["view"] is not None else None


@deep
@pytest.mark.parametrize("name", EXPECTED_METRICS)
def test_the_inference_designs_of_every_sample_run(
    client: Client, run_sample: Callable[[str], SampleRun], name: str
) -> None:
    """Those of every scorer have no problems; one of each mode runs, of each commit that of every other sample."""
    runs_batch = list(EXPECTED_METRICS).index(name) % 2 == 0
    design = run_sample(name).design
    scorers = [scorer["node"] for scorer in client.request_json("GET", f"/api/designs/{design}/scoring-nodes")]
    for mode, chosen in (("real-time", 0), ("batch", -1)):
        made = {
            scorer: client.request_json(
                "POST", f"/api/designs/{design}/inference-designs", json={"mode": mode, "scorer": scorer}
            )
            for scorer in scorers
        }
        for one in made.values():
            assert client.request_json("GET", f"/api/designs/{one['id']}/analysis")["problems"] == []
        for scorer in scorers[chosen:][:1] if is_night() or (mode == "batch") == runs_batch else ():
            run = client.run(made[scorer]["id"])
            assert set(get_step_states(run).values()) <= {"succeeded", "reused"}, (scorer, mode, get_errors(run))


def get_errors(run: dict[str, Any]) -> list[Any]:
    return [(step["node"], step["error"]["message"]) for step in run["steps"] if step["error"]]


def test_an_answer_of_the_service_has_a_number_for_each_day_of_the_request(
    client: Client, run_sample: Callable[[str], SampleRun]
) -> None:
    run = run_sample("bike_web_service").run
    answer = client.request_json("GET", f"/api/artifacts/{_find_output(run, 'output', 'results_dataset')}/rows")
    assert (answer["columns"], answer["total"]) == (["Scored Labels"], 3)


def test_the_four_trainings_of_german_credit_stand_in_one_table(
    client: Client, run_sample: Callable[[str], SampleRun]
) -> None:
    run = run_sample("german_credit").run
    table = _find_output(run, "table", "results_dataset")
    rows = client.request_json("GET", f"/api/artifacts/{table}/rows")
    assert rows["columns"] == ["Algorithm", "Training", "Accuracy", "Recall", "AUC"]
    assert [row[:2] for row in rows["rows"]] == [
        ["SVM", "weighted"],
        ["SVM", "unweighted"],
        ["Boosted Decision Tree", "weighted"],
        ["Boosted Decision Tree", "unweighted"],
    ]


def test_columns_are_chosen_from_training_rows_and_kept_in_test_rows(
    client: Client, run_sample: Callable[[str], SampleRun]
) -> None:
    run = run_sample("adult_chi_square").run
    columns = [
        client.request_json("GET", f"/api/artifacts/{_find_output(run, node, port)}/rows?limit=1")["columns"]
        for node, port in (("choose", "filtered_dataset"), ("apply", "transformed_dataset"))
    ]
    assert columns[0] == columns[1]
    assert {"relationship", "capital-gain", "income"} < set(columns[0])
    assert len(columns[0]) == 9


def test_male_penguins_weigh_more(client: Client, run_sample: Callable[[str], SampleRun]) -> None:
    run = run_sample("penguin_differences").run
    body = client.request_json("GET", f"/api/artifacts/{_find_output(run, 'weight', 'results_dataset')}/rows")
    found = dict(zip(body["columns"], body["rows"][0], strict=True))
    assert found["P-Value"] < 0.001


def test_clean_missing_data_leaves_193_cars(client: Client, run_sample: Callable[[str], SampleRun]) -> None:
    run = run_sample("automobile_price").run
    artifact = _find_output(run, "clean", "cleaned_dataset")
    assert client.request_json("GET", f"/api/artifacts/{artifact}/rows?limit=1")["total"] == 193


def _find_output(run: dict[str, Any], node: str, port: str) -> str:
    step = next(step for step in run["steps"] if step["node"] == node)
    artifact: str = step["outputs"][port]["artifact"]
    return artifact


def test_the_gallery_shows_a_picture_of_every_sample(client: Client) -> None:
    samples = client.request_json("GET", "/api/samples")
    assert all(sample["glance"] and sample["seconds"] and sample["picture"]["nodes"] for sample in samples)


def test_the_gallery_says_what_each_sample_teaches_and_for_whom(client: Client) -> None:
    samples = {sample["name"]: sample for sample in client.request_json("GET", "/api/samples")}
    assert all(sample["teaches"].endswith(".") and sample["teaches"].count(". ") == 0 for sample in samples.values())
    assert all(len(set(sample["topics"])) == len(sample["topics"]) > 0 for sample in samples.values())
    assert {sample["level"] for sample in samples.values()} == {"beginner", "intermediate", "advanced"}
    assert samples["penguins_tree"]["topics"] == ["classification", "explanation"]


def test_a_read_only_vocabulary_gives_the_test_messages_the_columns_of_the_training(
    client: Client, run_sample: Callable[[str], SampleRun]
) -> None:
    run = run_sample("sms_spam").run
    columns = [
        client.request_json("GET", f"/api/artifacts/{_find_output(run, node, 'results_dataset')}/rows?limit=1")[
            "columns"
        ]
        for node in ("n_grams", "n_grams_test")
    ]
    assert columns[0] == columns[1]
    assert len(columns[0]) > 1_000

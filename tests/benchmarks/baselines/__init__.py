"""The library calls that modules are measured against, and the modules that have none."""

from dataclasses import replace

from tests.benchmarks.baselines import (
    analysis_baselines,
    daily_baselines,
    joining_baselines,
    learner_baselines,
    transformation_baselines,
)
from tests.benchmarks.baselines.baseline import Baseline, BaselineCase

__all__ = ["CASES", "UNMEASURED", "Baseline", "BaselineCase"]

#: Why a module takes longer than the library call, where it does.
CASE_REMARKS: dict[str, str] = {
    "add_columns": "1.4 ms: names and roles of both sides are checked",
    "check_data": "with a report on each rule, and the rules that each bad row fails",
    "compare_tables": "values are compared in their types, with a row for each that changed",
    "fuzzy_join": "the score of every pair that is near enough, not of the best alone",
    "join_as_of": "rows keep the order of the left table; gaps in time and group are left out",
    "join_by_range": "open ends and gaps are looked at; ranges may overlap",
    "add_rows": "3 ms: types of both tables are brought together",
    "clean_missing_data": "with the share of gaps of each column",
    "correlation": "with the p-values and the table of pairs",
    "date_and_time": "25 ms: a database of its own is opened for the formulas, and locked",
    "formula": "25 ms: a database of its own is opened for the formulas, and locked",
    "enter_data_manually": "lines and blanks are counted first, so that the wrong line of another text can be named",
    "filter_based_feature_selection": "gaps are left out pair by pair",
    "join_data": "rows keep the order of the left table, whatever the keys; dtypes of the keys are compared",
    "k_means_clustering": "with the distance of each row to each center, and what is typical of each cluster",
    "one_vs_all_multiclass": "0.1 s: columns and label are checked, however quick the models are",
    "one_vs_one_multiclass": "0.1 s: columns and label are checked, however quick the models are",
    "principal_component_analysis": "exact where the library goes by the covariance; with the points of the picture",
    "pivot": "7 ms: the new columns are in the order of the values, and rows without a value have one, too",
    "transpose": "each new column is checked by itself",
    "select_columns_in_dataset": "0.6 ms",
    "select_columns_transform": "0.2 ms",
    "test_hypothesis": "6 ms: with the size of the effect and its interval",
    "train_svd_recommender": "another method: 30 passes of gradient descent over the known ratings alone, 0.2 s each",
}
CASES: dict[str, BaselineCase] = {
    name: replace(case, remark=CASE_REMARKS.get(name, ""))
    for name, case in {
        **transformation_baselines.TRANSFORMATION_CASES,
        **daily_baselines.DAILY_CASES,
        **joining_baselines.JOINING_CASES,
        **analysis_baselines.ANALYSIS_CASES,
        **learner_baselines.LEARNER_CASES,
    }.items()
}

#: Why a module is not measured.
UNMEASURED: dict[str, str] = {
    **dict.fromkeys(
        (
            "dataset",
            "file",
            "registered_model",
            "registered_transformation",
            "stored_dataset",
            "stored_model",
            "stored_transformation",
        ),
        "hands on what is stored; see Pipeline",
    ),
    "import_data": "waits for a network or a database",
    "export_data": "writes what Convert to CSV makes",
    **dict.fromkeys(("web_service_input", "web_service_output"), "passes its input on"),
    "assign_data_to_clusters": "what the trainers of clusters do after training, measured with them",
    **dict.fromkeys(("train_model", "train_anomaly_detection_model", "train_clustering_model"), "measured per learner"),
    "explain_predictions": "exact contributions of trees, tested against the library that it replaces",
    "assess_fairness": "a few metrics for each group, measured with Evaluate Model",
    "automated_forecast": "the methods of train_forecast, once for each moment in the past",
    "bag_models": "as many trainings as it has models, measured per learner",
    "build_hierarchy": "no library call: one sum of pandas for each level",
    "find_counterfactuals": "some scorings for each row, measured per learner",
    "calendar_table": "reads no table, and makes at most a few hundred years of days",
    "reconcile_forecast": "no library call: one product of matrices for each time",
    "pinpoint_errors": "no library call: means of the errors of many parts",
    "calibrate_model": "a scoring of the model and a fit on its scores",
    "add_conformal_intervals": "a scoring of the model and one quantile",
    "stack_models": "as many trainings as it has models and folds, measured per learner",
    "encode_categories": "one library call or two of pandas for each column; see Convert to Indicator Values",
    "fill_gaps": "one call of pandas, ffill or bfill",
    "polynomial_features": "one product of numpy for each new column",
    "rank_features": "the scores of Filter Based Feature Selection, measured there",
    "eliminate_features": "as many trainings as it has rounds and folds, measured per learner",
    "chart": "one or two aggregates of pandas, and a few thousand numbers to draw",
    "association_rules": "no library call: sets of items grow one by one",
    "survival_curves": "a few sums over the sorted times",
    "latent_semantic_analysis": "TfidfVectorizer and TruncatedSVD of scikit-learn, and no more",
    "extract_keywords": "counts and weights of scikit-learn, and a sort for each text",
    "score_sentiment": "no library call: a look into a dictionary for each word",
    "for_each_group": "runs the modules within once for each group",
    "for_each_value": "runs the modules within once for each value",
    "collect_results": "puts the tables of a loop below one another",
    "repeat_modules": "what a loop becomes: the modules within, measured as modules",
    "regression_table": "one fit by statsmodels",
    "distances": "scipy computes the distances, block by block",
    "encode_target": "no library call: means of the label in each fold",
    "import_files": "waits for a network",
    "score_in_batches": "a scoring of the model, chunk by chunk; see the benchmarks of endpoints",
    "register_model": "a scoring of two models and the bootstrap of Evaluate Model, measured there",
    "balance_classes": "a random choice of rows",
    "import_model": "reads a file; its rows are scored by ONNX Runtime",
    "export_model": "pickles a model beside the files that it needs, or is the converter of ONNX or skops",
    "add_preprocessing_to_model": "hands steps on, which are measured as modules",
    "automated_ml": "as many trainings as it has trials; see the benchmark automl",
    "train_many_models": "as many trainings and scorings as there are groups; see the benchmark many_models",
    "score_many_models": "as many trainings and scorings as there are groups; see the benchmark many_models",
    "evaluate_many_models": "as many trainings and scorings as there are groups; see the benchmark many_models",
    "train_forecast": "the methods are those of statsmodels, or a few lines of numpy for each series",
    "score_forecast": "the methods are those of statsmodels, or a few lines of numpy for each series",
    "evaluate_forecast": "no library call: several of pandas for each series",
    "lag_and_window_features": "no library call: several of pandas for each series",
    "prepare_time_series": "no library call: several of pandas for each series",
    "average_models": "hands models on, whose predictions are measured per learner",
    "tune_model_hyperparameters": "as many trainings as it has trials, measured per learner",
    **dict.fromkeys(
        ("create_python_model", "execute_python_script", "execute_r_script", "run_command"), "the user's code"
    ),
    **dict.fromkeys(
        (
            "apply_image_transformation",
            "convert_to_image_directory",
            "densenet",
            "init_image_transformation",
            "resnet",
            "score_image_model",
            "split_image_directory",
            "train_pytorch_model",
        ),
        "of images, not rows; no library has an image directory",
    ),
    **dict.fromkeys(
        (
            "evaluate_recommender",
            "score_svd_recommender",
            "score_wide_and_deep_recommender",
            "train_wide_and_deep_recommender",
        ),
        "no library call: the network and the orders are our own",
    ),
    "preprocess_text": "no library call: many expressions in a row",
    **dict.fromkeys(("score_vowpal_wabbit_model", "train_vowpal_wabbit_model"), "is Vowpal Wabbit's own program"),
}

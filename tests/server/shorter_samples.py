"""What samples learn less of for each commit, so that they take a second instead of ten; the night runs all of them."""

from typing import Any

#: {sample: {node: parameters}}
SHORTER_PARAMETERS: dict[str, dict[str, dict[str, Any]]] = {
    "digits_images": {"train": {"epochs": 1}, "split": {"fraction_of_images_in_the_first_output": 0.2}},
    "film_features": {"network": {"epochs": 3}, "svd": {"number_of_recommendation_algorithm_iterations": 20}},
    "film_ratings": {"train": {"number_of_recommendation_algorithm_iterations": 50}},
    "adult_income": {"boosted": {"number_of_trees_constructed": 20}, "validate": {"number_of_folds": 2}},
    "adult_tuning": {"tune": {"maximum_number_of_runs": 3}},
    "adult_chi_square": {"trees": {"number_of_trees_constructed": 20}},
    "income_explained": {"boosted": {"number_of_trees_constructed": 20}},
    "credit_automl": {"search": {"maximum_number_of_trials": 2, "number_of_folds": 2}},
    "credit_folds": {"forest": {"number_of_decision_trees": 20}, "folds": {"number_of_folds": 3}},
    "car_importance": {"forest": {"number_of_decision_trees": 10}},
    "car_folds": {"cross": {"number_of_folds": 3}},
    "wine_quality_groups": {"forest": {"number_of_decision_trees": 20}},
    "sms_topics": {"topics": {"number_of_training_iterations": 3}},
    "german_credit": {"boosted": {"number_of_trees_constructed": 30}},
    "bike_forecast": {"learner": {"number_of_trees_constructed": 50}},
}

/** Which modules follow which in the samples, the most usual first; a test holds it to the samples themselves. */

export const USUAL: Readonly<Record<string, readonly string[]>> = {
  add_rows: ["apply_sql_transformation"],
  apply_transformation: ["score_model"],
  boosted_decision_tree_regression: ["train_model"],
  clean_missing_data: ["split_data", "cross_validate_model"],
  dataset: ["select_columns_in_dataset", "clean_missing_data", "edit_metadata"],
  decision_forest_regression: ["train_model"],
  edit_metadata: ["split_data"],
  enter_data_manually: ["apply_sql_transformation"],
  evaluate_model: ["add_rows"],
  execute_python_script: ["apply_transformation", "score_model", "normalize_data", "train_model"],
  linear_regression: ["train_model"],
  multiclass_logistic_regression: ["train_model"],
  normalize_data: ["apply_transformation", "train_model"],
  score_model: ["evaluate_model"],
  select_columns_in_dataset: ["clean_missing_data"],
  split_data: ["train_model", "score_model", "execute_python_script", "normalize_data"],
  train_model: ["score_model"],
  two_class_boosted_decision_tree: ["train_model", "cross_validate_model"],
  two_class_logistic_regression: ["train_model"],
  two_class_support_vector_machine: ["train_model"],
};

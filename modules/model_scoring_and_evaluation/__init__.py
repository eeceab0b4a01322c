"""Model Scoring and Evaluation: applying what was learned, and measuring how good it is."""

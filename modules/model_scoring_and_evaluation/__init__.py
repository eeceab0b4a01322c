"""Model Scoring and Evaluation: applying what was learnt, and measuring how good it is."""

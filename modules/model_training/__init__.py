"""Training a learner on data."""

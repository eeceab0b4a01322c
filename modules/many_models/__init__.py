"""One model for each group of rows: training, scoring and evaluation."""

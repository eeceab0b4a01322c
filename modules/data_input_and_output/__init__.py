"""Data Input and Output: where the data of a design come from."""

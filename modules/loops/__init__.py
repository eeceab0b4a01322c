"""Modules that are run once for each group of rows, or once for each value of a setting."""

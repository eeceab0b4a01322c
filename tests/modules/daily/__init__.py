"""Modules of daily work with tables: joins, samples, windows, outliers, comparisons and checks."""

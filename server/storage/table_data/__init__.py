"""Rows, filters and charts of stored tables."""

"""Formulas over columns: their grammar, their types, and what they are in SQL and in pandas."""

"""Queries and changes of the tables, one module a subject."""

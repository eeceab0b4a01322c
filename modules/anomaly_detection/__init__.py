"""Learners that find the rows that are unlike the others."""

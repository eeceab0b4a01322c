"""Learners that find groups of like rows."""

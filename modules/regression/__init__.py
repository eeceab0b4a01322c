"""Learners that predict a number."""

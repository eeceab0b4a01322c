"""Runs, their steps, analyses of them."""

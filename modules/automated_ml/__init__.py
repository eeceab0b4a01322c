"""Automated ML: a search over learners, their settings and their preparation, whose every candidate is a design."""

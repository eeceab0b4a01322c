"""Environments: what is asked for, what is built of it, and what runs in it."""

"""Tests of people: accounts, workspaces and what keeps them apart."""

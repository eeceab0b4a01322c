"""Tests of the learning modules."""

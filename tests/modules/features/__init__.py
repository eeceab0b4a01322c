"""Modules that encode, scale, build, rank and choose features."""

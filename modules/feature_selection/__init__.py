"""Modules that tell which features help to predict a label."""

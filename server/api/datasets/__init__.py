"""Uploads and stored datasets."""

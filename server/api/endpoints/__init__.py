"""Endpoints: what answers predictions, and the predictions themselves."""

"""Endpoints: replicas that hold a deployment in memory, and what is sent to them."""

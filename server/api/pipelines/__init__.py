"""The interface of pipelines: publish, look at, run."""

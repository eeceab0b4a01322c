"""The model registry: what is kept of a model beside its artifact."""

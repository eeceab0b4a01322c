"""Steps on a Dask cluster: a process beside the server that speaks to it, and what each worker has of ours."""

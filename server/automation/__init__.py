"""What starts runs of pipelines. Nothing here runs anything by itself: it asks the runs to start."""

"""What starts runs of pipelines: schedules, changes of data, ends of other pipelines, and web hooks."""

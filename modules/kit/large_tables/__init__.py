"""Tables that do not fit into the memory of a step: read from their file a part at a time, and written as they come."""

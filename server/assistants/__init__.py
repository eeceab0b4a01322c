"""What assistants reach by the Model Context Protocol: tools over the API, with the rights of whoever they work for."""

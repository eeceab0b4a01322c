"""A design as Python and back, in the words of the Python client. Nothing of the code is ever run."""

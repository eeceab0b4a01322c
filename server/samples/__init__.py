"""Sample designs and their data, which come with the program."""

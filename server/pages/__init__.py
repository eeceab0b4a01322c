"""What Jinja2 renders: the shell of the browser app and the printable run report."""

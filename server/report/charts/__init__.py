"""Charts as SVG, from the descriptions that the browser app draws its charts from as well."""

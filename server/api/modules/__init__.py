"""The catalog of modules and the modules that a workspace saves."""

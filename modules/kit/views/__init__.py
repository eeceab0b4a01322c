"""The contract of views: what modules return of a value for the eye, the API describes, and the browser draws.

One file for each kind of value. `artifact_view.py` has the union of all, `thumbnail_kinds.py` that of the small
pictures. docs/extending/views.md says how to add one.
"""

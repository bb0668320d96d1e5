"""Thin ipywidgets over the functions of the package; no logic of their own."""

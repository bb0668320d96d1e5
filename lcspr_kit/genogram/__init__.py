"""The family of a case, its layout, and its drawing by the conventions of the field."""

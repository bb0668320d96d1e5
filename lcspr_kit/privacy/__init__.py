"""The register, pseudonyms, and the check that no name leaves the room."""

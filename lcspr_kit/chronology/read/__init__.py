"""One reader a file format; each gives the same plain rows with their place in the file."""

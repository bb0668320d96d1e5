"""The verbs of the `lcspr` command, by subject. Each reads what was asked for and calls the package."""

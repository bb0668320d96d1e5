"""`python -m lcspr_kit` is the `lcspr` command."""

from lcspr_kit.cli import main

if __name__ == "__main__":
    main()

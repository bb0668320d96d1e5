"""lcspr_kit: an authoring kit for Local Child Safeguarding Practice Reviews.

Nothing is imported here, so that `lcspr --help` answers at once; import the part you need.
"""

__version__ = "0.1.0"

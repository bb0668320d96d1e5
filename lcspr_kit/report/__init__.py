"""The report: its sections, figures and tables, checks, dates, and the three formats."""

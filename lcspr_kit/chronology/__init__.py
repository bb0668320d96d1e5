"""Agency exports to one chronology: read, map columns, read dates, link, check, give out."""

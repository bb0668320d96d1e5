"""One reader a file format: an agency's file in, its tables out, nothing interpreted and nothing lost.

`chronology.read.files.read_tables` is the way in; what comes out is described in `chronology.read.tables`.
"""

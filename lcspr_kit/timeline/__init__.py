"""Overview and zoom timelines: placing is data in, positions out; Graphviz draws."""

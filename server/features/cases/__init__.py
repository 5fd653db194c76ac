"""Work that the office refused, as cases that people look after: its author, or the clerk he hands it to."""

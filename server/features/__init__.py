"""The nouns of the office, one folder each; the file name is the layer."""

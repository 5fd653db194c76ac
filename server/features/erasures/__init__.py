"""Words that must not be there, erased by a named act: everywhere, for everyone, and for good."""

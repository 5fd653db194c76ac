"""Conflicts: what two people, or one person's two phones, wrote against each other, and how it was settled."""

"""The doors: operations in, the feed out, bytes of photos."""

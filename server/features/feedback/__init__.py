"""Feedback: one matter raised, its thread, its owner, its answer and its confirmation."""

"""Invitations: who is asked to come where and when, what they answered, and who came."""

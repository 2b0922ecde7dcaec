"""Faces translate between people or programs and the use cases; they decide nothing."""

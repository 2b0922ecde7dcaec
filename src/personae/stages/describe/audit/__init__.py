"""The audit of personas a team already has: each line held against the data."""

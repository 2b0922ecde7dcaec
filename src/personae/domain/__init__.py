"""The nouns: what every room talks about. Pure; imports nothing of the project outside this folder."""

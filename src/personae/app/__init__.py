"""Use cases: one request, one function, one result. Everything outside is reached through `ports`."""

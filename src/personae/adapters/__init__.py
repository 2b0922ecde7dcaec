"""The outside, behind the ports of `app`."""

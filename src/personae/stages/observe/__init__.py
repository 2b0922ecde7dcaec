"""What people do and say: features per unit, sessions, workflows, committees, quotes."""

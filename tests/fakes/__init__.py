"""Stand-ins that mirror the ports, and small ready-made builds."""

"""Sessions of the table engine: DuckDB by default, Spark as an extra."""

"""How much this package costs beyond the wire and the parsing: `python -m benchmarks`."""

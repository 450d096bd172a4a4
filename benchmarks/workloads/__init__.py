"""The workloads, one module each: `measure` does the work with the calls of either side and checks every answer."""

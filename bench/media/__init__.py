"""Two-party calls for the benchmarks: the callers in one process, what carries and records their calls in another."""

"""The program that runs the benchmarks."""

"""Benchmarks: each prints its figure, the floor's figure and their ratio from one run (docs/benchmarks.md)."""

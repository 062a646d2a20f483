"""The voices and recorded sequences that are shipped, and the program that makes them (no model needed here)."""

"""`simulator doctor`: what is well and what is not with this installation, a line each, with a way out."""

from simulator.doctor.cli import doctor

__all__ = ["doctor"]

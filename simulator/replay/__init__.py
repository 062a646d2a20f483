"""Recordings, waveforms and the time line of an exchange, played again."""

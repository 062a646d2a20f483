"""The opening of the envelopes on an exam's first morning: sealing before it, two confirmations, opening."""

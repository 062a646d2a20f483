"""What is written while a call runs and read back after it: raw packets, a journal, the network's figures."""

from telephony.compiled import prefer

prefer(__name__, __path__)

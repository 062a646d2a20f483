"""What carries sound while a call runs: its state machine, desks' lines, packets from one to the other, figures.

`Switch` is the door. Opened by `telephony`, which exports what others use.
"""

from telephony.compiled import prefer

prefer(__name__, __path__)

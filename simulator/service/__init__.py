"""Combiné as a service of the machine (systemd): its unit, how it is installed, and what it tells while it runs.

`unit.py` is text only; `installing.py` says what is done, step by step, and does it; `telling.py` speaks sd_notify.
"""

"""Power cuts without cutting the power: what a process wrote and synced is put on tape (`tape.c`, loaded before its
libraries), and what a disk would hold after a cut at any instant is made from it (`disk.py`)."""

"""From one version to the next: `simulator update`.

`release.py` reads what is to be installed, `under_way.py` says which sessions forbid it, `versions.py` keeps versions
side by side, `updating.py` goes from one to the other and back, `carrying_out.py` runs its commands.
"""

"""`make headset`: what the headset client needs on this machine, and how to start it. No web application is built."""

import ctypes.util

from machine import ROOT, install_or_say, say
from ready import ready_for_headset

ready_for_headset()
if ctypes.util.find_library("portaudio") is None:
    install_or_say(["libportaudio2"], "Il manque la bibliothèque de son PortAudio.")
say("Le client casque est prêt. Pour le démarrer :")
say(f"  cd {ROOT} && .venv/bin/python -m softphone")

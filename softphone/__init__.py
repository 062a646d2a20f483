"""The headset client: a SIP telephone in a terminal, for rooms where the browser may not use the microphone.

`python -m softphone` is its door. It knows the server by HTTP and SIP only.
"""

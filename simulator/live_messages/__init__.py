"""Every message of the one WebSocket per desk, typed both ways.

Opening: the desk connects to `/api/candidate/live` or `/api/staff/live?seat=ID` and sends `Hello` with the last event
number it saw. It gets a `Welcome`, then either the events it missed or a whole `Snapshot`. Afterwards commands go up,
each with its own id (carried out once however often it is sent), and are answered by one `Ack`; events come down,
numbered per desk. Typing hints and pings are neither numbered nor kept.
"""

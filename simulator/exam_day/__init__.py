"""The exam day as it goes: its state, the desks of those who lead and keep it, the candidate's shell."""

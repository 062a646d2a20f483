"""Backups that make themselves: when one is due, which are kept, and whether they could be restored.

Above storage, which writes and reads a backup; the server owns the task, the doctor reads its diary.
"""

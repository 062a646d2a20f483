"""« Cette installation »: version, health, backups, room on the disk and until when, for whoever is responsible.

It decides nothing: the doctor looks, the scheduled backups are made elsewhere; here they are put on one page.
"""

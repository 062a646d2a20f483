"""« Répétition »: a whole exam day played by scripted people, through the doors that real ones use."""

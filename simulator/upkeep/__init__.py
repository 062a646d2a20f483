"""What an installation needs of whoever is responsible for it: room on its disk, sound that nobody asked for."""

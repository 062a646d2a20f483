"""Exercises to do by a day: given by a trainer, done by being played, withdrawn where that is no use any more."""

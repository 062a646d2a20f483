"""What follows from a deliberation: official documents, exports, sealed archives, what is kept and for how long."""

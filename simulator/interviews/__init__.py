"""What follows the exchanges: the draw of the recorded sequence that the candidate reacts to."""

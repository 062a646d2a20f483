"""What comes after a call, in a worker process: the stereo file, its gaps, its waveform, what the network did."""

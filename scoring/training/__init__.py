"""Learning the shipped weights again from `scoring/data`: seeded, nothing else read. Never used at run time."""

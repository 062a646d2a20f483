"""Practice over weeks: what trainees have done, where each stands on the criteria, what to try next."""

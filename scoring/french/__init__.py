"""French as it is spoken, recognised and typed: folding, numbers, cues of dialogue acts, nearness."""

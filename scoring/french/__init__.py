"""French as it is spoken, recognised and typed: folding, numbers and dates, cues of dialogue acts, nearness of meaning."""

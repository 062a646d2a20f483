"""From what was perceived to a verdict: few signals a family, fixed signs, cut points shared by all families."""

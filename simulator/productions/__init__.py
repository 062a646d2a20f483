"""The case study's three texts: versions as rows, what the candidate reads beside them, the jury's correction."""

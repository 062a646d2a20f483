"""What is downloaded or printed: PDF (Typst), vCon, transcripts, facts."""

"""What is perceived in turns by examples: dialogue acts (from the bank), and moments that speak for or against."""

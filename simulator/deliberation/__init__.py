"""The jury's deliberation: both markings side by side, what the jury decides, what it signs. Nothing is computed."""

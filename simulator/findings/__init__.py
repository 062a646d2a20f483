"""What the evidence suggests on each criterion, beside the jury's own marks. It proposes; it never marks."""

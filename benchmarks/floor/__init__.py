"""The floor: what a good engineer would write by hand for one operation. No retries, no argument checks, no errors."""

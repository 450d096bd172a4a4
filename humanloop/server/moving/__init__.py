"""Moving in and out: `humanloop import` and `humanloop export`."""

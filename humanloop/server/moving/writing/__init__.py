"""Records on their way into the database."""

"""The command `humanloop`: one command per operation of the API (extra `cli`), and `serve` (extra `server`)."""

"""The rules, one module per kind of thing. Functions of a connection and plain values; nothing here knows HTTP."""

"""Where everything is kept: tables, the queries over them, and the one thread that writes."""

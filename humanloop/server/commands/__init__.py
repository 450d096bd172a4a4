"""Commands that work on the database itself: one module for each, which `humanloop.server.command` names."""

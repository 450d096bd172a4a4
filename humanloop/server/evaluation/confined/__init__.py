"""The process in which the code of an evaluator runs: a script, `start.py`, and its parts.

Nothing here imports anything of the server, and little of the standard library, so that it starts at once.
"""

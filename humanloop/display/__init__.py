"""How answers look: one line in a console, HTML in a notebook. Pure functions of values; nothing is asked for.

Loaded when something is shown, and not before.
"""

"""`python -m humanloop` is the command `humanloop`, for where that is not on the path."""

from __future__ import annotations

from humanloop.cli.command import main

if __name__ == "__main__":
    main()

"""Files of the system that modules of Python may load while the code of an evaluator runs."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

# What the standard library links to, and what packages for all Linux systems may expect.
_STEMS = (
    *("ssl", "crypto", "z", "bz2", "lzma", "zstd", "ffi", "sqlite3", "uuid", "expat", "mpdec", "crypt", "tirpc", "nsl"),
    *("readline", "ncurses", "ncursesw", "tinfo", "tinfow", "gdbm", "db-5", "panel", "panelw"),
    *("c", "m", "dl", "rt", "util", "pthread", "resolv", "anl", "nss_files", "nss_dns", "nss_compat"),
    *("gcc_s", "stdc++", "atomic", "gomp", "gfortran", "quadmath"),
)


@cache
def shared_libraries() -> tuple[str, ...]:
    """Find them: beside the C library that this process has loaded; and the table of all libraries."""
    if sys.platform != "linux":
        return ()
    places = {Path(line.split()[-1]).parent for line in _maps() if _is_c_library(line)}
    found = [str(file) for place in sorted(places) for stem in _STEMS for file in place.glob(f"lib{stem}[.-]*so*")]
    return ("/etc/ld.so.cache", *sorted(found))


def _maps() -> list[str]:
    return Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()


def _is_c_library(line: str) -> bool:
    name = line.rpartition("/")[2]
    return name.startswith(("libc.so", "libc-", "ld-musl", "libc.musl"))

"""The server that those of the tests are made of."""

from __future__ import annotations

import sys
from http.server import ThreadingHTTPServer
from typing import Any


class HTTPServer(ThreadingHTTPServer):
    """Says nothing about clients that hang up, which is what many tests are about; everything else is printed."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

"""The floor: what FastAPI and sqlite3 take for the same durable insert, with nothing else.

`python -m benchmarks.server.floor FILE` serves on a free port and prints it.
"""

from __future__ import annotations

import socket
import sqlite3
import sys
from uuid import uuid4

import uvicorn
from fastapi import FastAPI, Request, Response


def build_app(database: str) -> FastAPI:
    """The application: one table, one insert and one commit a request."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE logs (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    app = FastAPI()

    @app.post("/v4/logs")
    async def log(request: Request) -> dict[str, str]:
        body = await request.json()
        log_id = uuid4().hex
        connection.execute("INSERT INTO logs VALUES (?, ?)", (log_id, str(body)))
        return {"id": log_id}

    @app.get("/v4/projects")
    async def projects() -> Response:
        return Response(b"[]", media_type="application/json")

    return app


def main() -> None:
    """Serve until the process is ended."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(build_app(sys.argv[1]), log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()

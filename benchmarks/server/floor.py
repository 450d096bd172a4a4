"""The floor: what FastAPI and sqlite3, or psycopg, take for the same durable insert, with nothing else.

`python -m benchmarks.server.floor FILE_OR_URL` serves on a free port and prints it.
"""

from __future__ import annotations

import socket
import sqlite3
import sys
from uuid import uuid4

import psycopg
import uvicorn
from fastapi import FastAPI, Request, Response


def build_app(database: str) -> FastAPI:
    """The application: one table, one insert and one commit a request."""
    app = FastAPI()
    (_add_postgresql if database.startswith("postgresql") else _add_sqlite)(app, database)

    @app.get("/v4/projects")
    async def projects() -> Response:
        return Response(b"[]", media_type="application/json")

    return app


def _add_sqlite(app: FastAPI, database: str) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE logs (id TEXT PRIMARY KEY, body TEXT NOT NULL)")

    @app.post("/v4/logs")
    async def log(request: Request) -> dict[str, str]:
        body = await request.json()
        log_id = uuid4().hex
        connection.execute("INSERT INTO logs VALUES (?, ?)", (log_id, str(body)))
        return {"id": log_id}


def _add_postgresql(app: FastAPI, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE logs (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    free: list[psycopg.AsyncConnection] = []

    @app.post("/v4/logs")
    async def log(request: Request) -> dict[str, str]:
        body = await request.json()
        log_id = uuid4().hex
        # As many as there are requests at once.
        connection = free.pop() if free else await psycopg.AsyncConnection.connect(database, autocommit=True)
        await connection.execute("INSERT INTO logs VALUES (%s, %s)", (log_id, str(body)))
        free.append(connection)
        return {"id": log_id}


def main() -> None:
    """Serve until the process is ended."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(build_app(sys.argv[1]), log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()

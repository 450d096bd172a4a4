"""What the local server can do: durable logs, long lists, memory, start, size."""

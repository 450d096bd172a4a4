"""Logs as the v4 API has answered them, however they were kept."""

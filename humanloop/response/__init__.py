"""Bytes become answers: models, events, pages, records and tables."""

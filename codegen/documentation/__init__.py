"""The page that shows the description of the API, as the server serves it."""

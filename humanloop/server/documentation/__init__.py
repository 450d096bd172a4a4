"""What the server tells about itself: the API's description as JSON, and as a page to read. Both work offline."""

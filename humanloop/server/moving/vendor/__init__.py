"""The export tree that the vendor's own tool has written."""

"""The calls of the floor, over the public API of the package: this one, or a peer's."""

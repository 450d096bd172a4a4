"""A call from its first try to its last, and how the methods of an API make one."""

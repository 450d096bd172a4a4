"""The text form of prompts: `.prompt` files."""

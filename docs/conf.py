"""How Sphinx builds the site: `make docs`. Nothing is run and nothing is fetched."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent

project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"].capitalize()
version = release = (ROOT / "humanloop" / "version.py").read_text(encoding="utf-8").split('"')[-2]
print(project, version)

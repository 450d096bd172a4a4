"""How Sphinx builds the site: `make docs`. No code is run, nothing is fetched, and any warning is an error.

Its sources begin at the root of the repository, so that the same links lead everywhere, here and on the site.
"""

import re
from pathlib import Path

HERE = Path(__file__).parent

project = "Humanloop"
author = "the Humanloop SDK's contributors"
release = re.findall(r'"(\d[^"]*)"', (HERE.parent / "humanloop" / "version.py").read_text(encoding="utf-8"))[0]

extensions = ["myst_nb"]
root_doc = "docs/index"
include_patterns = ["README.md", "docs/**", "examples/notebooks/*.ipynb"]
# Not even looked through.
exclude_patterns = [".*", "build", "humanloop", "tests"]
nitpicky = True

# Notebooks are shown as they are kept: the tests run them.
nb_execution_mode = "off"
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"Humanloop {release}"
html_additional_pages = {"index": "start.html"}
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
# The sample blocks of the guides name no language where they are text.
highlight_language = "none"
pygments_style = "friendly"
pygments_dark_style = "github-dark"

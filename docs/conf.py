"""How Sphinx builds the site: `make docs`. Nothing is fetched, and any warning is an error.

Its sources begin at the root of the repository, so that the same links lead everywhere, here and on the site.
"""

import os
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

# Notebooks are kept without what they show; the site runs them, on servers that they start themselves.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 60
nb_merge_streams = True
# Not with the settings of whoever builds the site; and a kernel of IPython would warn of each of its connections.
profile = HERE.parent / "build" / "ipython" / "profile_default"
profile.mkdir(parents=True, exist_ok=True)
(profile / "ipython_kernel_config.py").write_text("c.IPKernelApp.log_level = 'ERROR'\n", encoding="utf-8")
os.environ["IPYTHONDIR"] = str(profile.parent)
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

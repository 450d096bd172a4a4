"""From a request to a model's answer: templates, tools, providers, and the logs that remain."""

"""Values that everything may use: errors, settings, operations, requests and answers. Nothing here sends."""

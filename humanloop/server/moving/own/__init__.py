"""Our own form: what `humanloop export` writes and `humanloop import` reads back without loss."""

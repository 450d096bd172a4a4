"""Arguments become requests; nothing here touches the network."""

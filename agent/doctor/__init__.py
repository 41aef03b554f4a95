"""What `digest doctor` finds out, as values: the home, the configured server, what answers on this machine."""

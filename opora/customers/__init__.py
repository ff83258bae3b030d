"""Who is served: organisations, contacts, contracts."""

"""Pure decisions: no Django, no I/O, no clock, no settings."""

"""What happened: one append-only table and the door through which everything is written to it."""

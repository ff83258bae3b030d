"""What the API shows of the rooms' rows, as typed documents: they are the description's schemas too."""

"""What customers see of a desk: its public page, their tickets, a new ticket."""

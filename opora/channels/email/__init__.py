"""Mail: received by SMTP or a pipe, read in a limited child process, answered through an outbox."""

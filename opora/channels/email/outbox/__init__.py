"""Mail going out: a row per mail and recipient, written with its cause, sent by a job, tried until it is settled."""

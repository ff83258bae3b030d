"""Opora: a support desk whose regulation is executable."""

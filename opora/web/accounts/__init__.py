"""Signing in: by password, by a mailed link or code; becoming a customer; one's own profile."""

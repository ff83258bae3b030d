"""Ratings of closed tickets."""

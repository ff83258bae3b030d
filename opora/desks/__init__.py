"""Tenancy: desks, charter versions, people of a desk, tokens; the first and second lock."""

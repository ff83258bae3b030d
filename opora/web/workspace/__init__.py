"""The agents' pages of a desk."""

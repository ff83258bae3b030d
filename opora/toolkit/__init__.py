"""Django glue without a domain."""

"""Pages that prove and count: a clock's ledger, the desk's figures."""

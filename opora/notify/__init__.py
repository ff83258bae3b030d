"""Who is told what: mails to customers, lines in the bells of the staff. Only reactions; nothing here decides."""

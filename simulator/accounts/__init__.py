"""People and how they sign in: passwords, desk codes, cookies, lockout."""

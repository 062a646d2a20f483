"""Telephones: their SIP accounts, what rings whom, and their join with the desks."""

"""Subjects in documents: attached files shown as pages, one line of a form for each exchange, a pack made of both."""

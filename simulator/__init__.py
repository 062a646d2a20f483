"""The application that joins calls, chats, packs and marks into sessions: accounts, desks, replay, storage, HTTP."""

__version__ = "0.1.0"
"""The one place: pyproject.toml, pages, documents, archives and packages read it here."""

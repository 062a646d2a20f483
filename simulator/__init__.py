"""The application that joins calls, chats, packs and marks into sessions: accounts, desks, replay, storage, HTTP."""

import os

__version__ = "0.1.0"
"""The one place: pyproject.toml, pages, documents, archives and packages read it here."""

# numpy reads it when it is first imported, here and in each worker: small products on several threads spin ten times
# their own time, on cores that calls need.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

"""Real telephones: the SIP port, the registrar, calls with phones and their sound.

`Switchboard` joins them to the switch; messages and headers are aiosipua's, transactions, digest, registrar and
dialogs are ours (why: docs/decisions/013).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

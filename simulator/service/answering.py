"""`python -m simulator.service.answering`: exit status 0 where the server of these settings is ready.

For a container's health check. It follows the settings, http or https, and reads nothing of the application: it is
asked twice a minute.
"""

import ssl
import sys
from http.client import HTTPException
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

from simulator.addresses import own_root
from simulator.settings import BadSettings, Settings, load_settings

ANSWER_SECONDS = 4.0


def unready(settings: Settings) -> str | None:
    """Why nobody could work now, for whoever reads the container's state; None where somebody could."""
    # This machine asks itself: whose name the certificate bears is no matter, nor is any proxy of the environment.
    by_any_name = ssl.create_default_context()
    by_any_name.check_hostname = False
    by_any_name.verify_mode = ssl.CERT_NONE
    asking = build_opener(ProxyHandler({}), HTTPSHandler(context=by_any_name))
    address = f"{own_root(settings)}/api/public/health"
    try:
        asking.open(address, timeout=ANSWER_SECONDS).close()
    except (OSError, HTTPException) as fault:
        return f"{address}: {fault}"
    return None


def main() -> int:
    try:
        fault = unready(load_settings())
    except BadSettings as problem:
        fault = str(problem)
    if fault is not None:
        print(fault, file=sys.stderr)
    return 0 if fault is None else 1


if __name__ == "__main__":
    sys.exit(main())

"""Over which flow a request of a call reaches its telephone, when that may have come back elsewhere. Sans-IO.

A telephone loses its TCP connection or its UDP port and registers again from another (RFC 5626 §4.2): its call is
still there, and so must its hanging up be. The flow it used last comes first as long as it is there; then where its
account registered last; then the Contact that it gave.
"""

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from .addresses import Address
from .registrar import Binding
from .wire import Flow


def flows_to(
    last: Flow,
    since: float,
    contact: str,
    newest: Sequence[Binding],
    can_reach: Callable[[Flow], bool],
    instance: str = "",
) -> list[Flow]:
    """The first to try first; at least one.

    `last`: what the call used last, and `since` when, on the registrar's clock; `newest`: the account's telephones,
    the one heard of last first; `instance`: what this telephone calls itself, if it does.
    """
    itself = [one for one in newest if one.contact == contact or (instance and one.instance == instance)]
    # Over UDP nothing breaks: that it has registered from elsewhere since shows that it has left its port.
    moved = [one.flow for one in itself if one.flow != last and one.refreshed_at > since]
    known = [one.flow for one in (*itself, *newest)]
    ordered = [*moved, last, *known, *_of_contact(contact)]
    return list(dict.fromkeys(one for one in ordered if can_reach(one))) or [last]


def _of_contact(contact: str) -> list[Flow]:
    """Where a Contact says that UDP finds it."""
    try:
        uri = Address(contact).parsed
        host = str(ip_address(uri.host.strip("[]")))
    except ValueError:
        return []
    if uri.scheme != "sip" or (uri.params.get("transport") or "udp").lower() != "udp":
        return []
    return [Flow("UDP", host, uri.port or 5060)]

"""A consultation: the adviser of a held call speaks with a supervisor while the customer waits.

It is a call of its own, with its own state and its own recording (left the adviser, right the supervisor), tied to
the one whose customer waits. The customer's desk may itself be the supervisor's, where one person plays both: its
line then carries the consultation, and the waiting tone is silent there until the consultation is over.
"""

from pathlib import Path

from telephony.errors import TelephonyError
from telephony.roles import Role

from .call import CallState
from .live_call import LiveCall


def begin(call: LiveCall, consultation_id: str, supervisor_line: str, folder: Path) -> LiveCall:
    """The consultation of this call, rung by its adviser. Raises TelephonyError: not_now."""
    if call.machine.held_by is not Role.ADVISER or call.consulted_from is not None:
        raise TelephonyError("not_now", "only a call that its adviser holds can be left for a consultation")
    if call.consultation is not None or call.is_transferred:
        raise TelephonyError("not_now", "one consultation at a time, none after a transfer")
    lines = {Role.ADVISER: call.lines[Role.ADVISER], Role.CUSTOMER: supervisor_line}
    consultation = LiveCall(consultation_id, lines, Role.ADVISER, folder)
    consultation.consulted_from, call.consultation = call, consultation
    for role, behind in shared_roles(consultation):
        consultation.muted[role] = call.muted[behind]
        if behind in call.phones:
            consultation.phones[role] = call.phones[behind]
    return consultation


def shared_roles(consultation: LiveCall) -> list[tuple[Role, Role]]:
    """Who is on both calls: the role in the consultation, and in the call that waits."""
    call = consultation.consulted_from
    if call is None:
        return []
    found = ((role, call.role_of(line_id)) for role, line_id in consultation.lines.items())
    return [(role, behind) for role, behind in found if behind is not None]


def is_same_desk(consultation: LiveCall) -> bool:
    """Whether the supervisor is whoever plays the customer."""
    call = consultation.consulted_from
    return call is not None and consultation.lines[Role.CUSTOMER] == call.lines[Role.CUSTOMER]


def keeps_customer_busy(call: LiveCall) -> bool:
    """Whether the customer's own desk is speaking as the supervisor: no tone there."""
    consultation = call.consultation
    talking = consultation is not None and consultation.machine.state in (CallState.CONNECTED, CallState.HELD)
    return talking and consultation is not None and is_same_desk(consultation)


def hand_over(call: LiveCall) -> LiveCall:
    """The supervisor stands where the adviser stood; returns the consultation. Raises TelephonyError: not_now."""
    consultation = call.consultation
    if consultation is None or consultation.machine.state not in (CallState.CONNECTED, CallState.HELD):
        raise TelephonyError("not_now", "nobody has answered the consultation")
    call.is_transferred = True
    if not is_same_desk(consultation):
        call.lines[Role.ADVISER] = consultation.lines[Role.CUSTOMER]
        call.phones.pop(Role.ADVISER, None)
        if Role.CUSTOMER in consultation.phones:
            call.phones[Role.ADVISER] = consultation.phones[Role.CUSTOMER]
    return consultation

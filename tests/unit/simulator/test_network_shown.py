"""What the jury's bar shows of networks: calm, and no better than it is."""

from datetime import UTC, datetime

from simulator.desk.network import ShownNetwork
from simulator.live_messages.network_view import NetworkView
from telephony import CallSnapshot, Figures, Role, SideQuality
from telephony.carrying.call import CallState


def call(mos: float, loss: float = 0.0, trip: float = 30, state: CallState = CallState.CONNECTED) -> CallSnapshot:
    now = datetime.now(UTC)
    side = SideQuality(Figures(loss, 3, mos), None, trip)
    fine = SideQuality(Figures(0, 3, 4.4), None, 30)
    return CallSnapshot(
        "c1", state, now, now, 9.0, None, dict.fromkeys(Role, False), frozenset(), {},
        {Role.ADVISER: side, Role.CUSTOMER: fine},
    )  # fmt: skip


def levels(*mos: float) -> list[str | None]:
    shown = ShownNetwork()
    found: list[str | None] = []
    for one in mos:
        view = shown.view(call(one))
        assert isinstance(view, NetworkView)
        found.append(view.candidate.level)
    return found


def test_a_level_falls_at_once_and_rises_only_when_it_is_sure() -> None:
    assert levels(4.4, 3.5, 3.62, 3.71, 4.05, 4.2) == ["good", "bad", "bad", "fair", "fair", "good"]


def test_small_changes_are_not_shown() -> None:
    shown = ShownNetwork()
    first = shown.view(call(4.40, loss=0.1, trip=30))
    assert shown.view(call(4.35, loss=0.6, trip=41)) == first
    assert shown.view(call(4.35, loss=1.4, trip=41)) != first


def test_nothing_is_shown_without_a_connected_call() -> None:
    shown = ShownNetwork()
    assert shown.view(None) is None
    assert shown.view(call(4.4, state=CallState.RINGING)) is None
    assert shown.view(call(4.4, state=CallState.ENDED)) is None

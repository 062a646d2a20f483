"""What the person sees and what their keys mean, as text and without a terminal."""

from dataclasses import replace

import pytest

from softphone.keys import Wish, Wished, wished
from softphone.plain import sentences
from softphone.screen import columns, drawn, duration, grouped, help_of, text_of
from softphone.state import CallShown, CallState, DevicesShown, LineShown, Shown, SoundShown
from softphone.terminal import KeyReader

READY = Shown(
    line=LineShown(True, "c-07@192.168.1.20", "Lina Ferrand"),
    sound=SoundShown(True, "Casque USB", "Casque USB", "Enceintes", "", -24.0, -90.0),
)
RINGING = replace(READY, call=CallShown(CallState.INCOMING, "Mme Agnès Morel", "0639981122"))
TALKING = replace(READY, call=CallShown(CallState.CONNECTED, "Mme Agnès Morel", "0639981122", 133.0))
MANY_DEVICES = DevicesShown(0, 12, (tuple(f"Micro {n}" for n in range(30)), ("a",), ("a",)), ("Micro 3", "", ""))
EVERY = {
    "ready": READY,
    "typing": replace(READY, typed="0639981122"),
    "ringing": RINGING,
    "dialling": replace(READY, call=CallShown(CallState.DIALLING, number="0639981122")),
    "talking": TALKING,
    "held": replace(TALKING, call=replace(TALKING.call, is_held=True, wants_hold=True)),
    "muting": replace(TALKING, call=replace(TALKING.call, wants_mute=True)),
    "ended": replace(READY, call=CallShown(CallState.ENDED, "Zoé", "", 61.0, why="L’autre côté a raccroché.")),
    "cut": replace(READY, line=LineShown(False, "c-07@h", "Lina", "Pas de réponse : " + "port bloqué " * 30)),
    "long name": replace(READY, call=CallShown(CallState.INCOMING, "Très " * 60, "1" * 60)),
    "wide name": replace(READY, call=CallShown(CallState.INCOMING, "王小明\x1b[2J" * 9, "1")),
    "devices": replace(READY, devices=MANY_DEVICES),
    "leaving": replace(TALKING, asks_to_quit=True),
}


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (132, 50), (40, 10)])
def test_every_screen_fits_its_window(name: str, size: tuple[int, int]) -> None:
    width, height = size
    lines = drawn(EVERY[name], width, height)
    assert len(lines) == height
    for line in text_of(lines).split("\n"):
        assert columns(line) <= width, line
        assert line.isprintable() or not line.strip("\u00a0 " + line), "nobody's name commands our terminal"


def test_the_screen_says_who_calls_how_it_stands_and_what_to_press() -> None:
    text = text_of(drawn(RINGING))
    for words in ("APPEL ENTRANT", "Mme Agnès Morel", "06 39 98 11 22", "R répondre", "D refuser", "● sonne"):
        assert words in text
    text = text_of(drawn(TALKING))
    for words in ("EN COMMUNICATION · 02:13", "● connecté", "● prêt", "−24 dB", "Casque USB", "Enceintes"):
        assert words in text
    assert "Micro : coupure…" in text_of(drawn(EVERY["muting"]))
    assert "MICRO COUPÉ" not in text_of(drawn(EVERY["muting"])), "not before it is so"
    assert "EN ATTENTE · 02:13" in text_of(drawn(EVERY["held"]))
    assert "Raccrocher et quitter\u00a0?" in text_of(drawn(EVERY["leaving"]))


def test_every_key_that_the_screen_names_does_something() -> None:
    names = {"Entrée": "enter", "Échap": "escape", "Tab": "tab", "←": "backspace", "0-9": "1"}
    for shown in EVERY.values():
        assert ("Q quitter" in text_of(drawn(shown))) == (shown.devices is None), "the way out is always shown"
        for key, _ in help_of(shown):
            for one in ("up", "down") if key == "↑ ↓" else (names.get(key, key),):
                assert wished(one, shown) is not None, (key, shown)


@pytest.mark.parametrize(
    ("key", "shown", "wish"),
    [
        ("r", RINGING, Wished(Wish.ANSWER)),
        ("D", RINGING, Wished(Wish.HANG_UP)),
        ("5", RINGING, None),
        ("a", TALKING, Wished(Wish.HOLD)),
        ("M", TALKING, Wished(Wish.MUTE)),
        ("5", TALKING, Wished(Wish.KEY, "5")),
        ("(", TALKING, Wished(Wish.KEY, "5")),
        ("q", TALKING, Wished(Wish.ASK_TO_QUIT)),
        ("q", READY, Wished(Wish.QUIT)),
        ("q", EVERY["leaving"], Wished(Wish.QUIT)),
        ("d", EVERY["leaving"], Wished(Wish.STAY)),
        ("interrupt", TALKING, Wished(Wish.QUIT)),
        ("d", replace(TALKING, call=replace(TALKING.call, seconds=0.4)), None),
        ("é", READY, Wished(Wish.TYPE, "2")),
        ("+", READY, Wished(Wish.TYPE, "+")),
        ("+", EVERY["typing"], None),
        ("enter", READY, None),
        ("enter", EVERY["typing"], Wished(Wish.DIAL, "0639981122")),
        ("r", READY, None),
        ("5", EVERY["devices"], None),
    ],
)
def test_a_key_means_what_is_shown(key: str, shown: Shown, wish: Wished | None) -> None:
    assert wished(key, shown) == wish


def test_keys_come_out_of_bytes_however_they_are_cut() -> None:
    reader = KeyReader()
    assert reader.feed("rà".encode()[:2]) == ["r"]
    assert reader.feed("à".encode()[1:]) == ["à"]
    assert reader.feed(b"\x1b") == []
    assert reader.feed(b"[A\x1b[B\x1b[15~\r\x7f\x03") == ["up", "down", "enter", "backspace", "interrupt"]
    assert reader.feed(b"\x1b") == []
    assert reader.pause() == ["escape"]
    assert reader.feed(b"\x1bq") == ["escape", "q"]


def test_each_change_is_one_sentence_for_those_who_listen() -> None:
    assert sentences(Shown(), READY)[0] == "Connecté au serveur\u00a0: Lina Ferrand, c-07@192.168.1.20."
    assert sentences(READY, RINGING) == [
        "Appel entrant\u00a0: Mme Agnès Morel, 06 39 98 11 22. R pour répondre, D pour refuser."
    ]
    assert sentences(TALKING, replace(TALKING, call=replace(TALKING.call, seconds=140.0))) == []
    assert sentences(TALKING, EVERY["held"]) == ["En attente."]


def test_numbers_and_times_stand_as_they_are_read() -> None:
    assert grouped("+33639981122") == "+33 6 39 98 11 22"
    assert grouped("3008") == "3008"
    assert duration(59.9) == "00:59"
    assert duration(3725) == "1:02:05"

"""Which device is meant, what is remembered, and what is said when something is missing."""

from pathlib import Path

import pytest

from softphone.devices import Device, chosen, table
from softphone.faults import NoSound, Unreachable, WrongUse
from softphone.memory import Remembered, place, recalled, remember
from softphone.sign_in import Server, by_uri

DEVICES = [
    Device(0, "HDA Intel: ALC257", 2, 2, True, True),
    Device(3, "Casque Évolve 20", 1, 2),
    Device(4, "Écran HDMI", 0, 8),
]


def test_a_device_is_meant_by_number_or_by_part_of_its_name() -> None:
    assert chosen(DEVICES, "microphone", "3").name == "Casque Évolve 20"
    assert chosen(DEVICES, "microphone", "evolve").number == 3
    assert chosen(DEVICES, "speaker", "hdmi").number == 4
    assert chosen(DEVICES, "speaker").number == 0
    with pytest.raises(NoSound, match=r"micro ne répond à .*hdmi"):
        chosen(DEVICES, "microphone", "hdmi")
    with pytest.raises(NoSound, match="Aucun haut-parleur n’est branché"):
        chosen([], "speaker")
    assert "Casque Évolve 20" in table(DEVICES)
    assert "Aucun périphérique" in table([])


def test_addresses_and_devices_are_remembered_and_nonsense_is_forgotten(tmp_path: Path) -> None:
    path = place({"XDG_CONFIG_HOME": str(tmp_path)})
    assert recalled(path) == Remembered()
    what = Remembered("https://h:8080", "/a.pem", "Évolve", "Évolve", "")
    assert remember(path, what)
    assert recalled(path) == what
    path.write_text("[1]")
    assert recalled(path) == Remembered()
    path.write_text("{{")
    assert recalled(path) == Remembered()


def test_an_address_is_completed_and_never_sends_a_secret_in_clear() -> None:
    assert Server("192.168.1.20:8080").url == "https://192.168.1.20:8080"
    assert Server("127.0.0.1:8080").url == "http://127.0.0.1:8080"
    assert Server("https://h/desk").url == "https://h"
    with pytest.raises(WrongUse, match="http"):
        _ = Server("http://192.168.1.20:8080").url
    with pytest.raises(WrongUse):
        _ = Server("ftp://h").url


def test_a_sip_address_becomes_an_account() -> None:
    login = by_uri("sip:lea@192.0.2.7:5070;transport=tcp", "secret")
    assert (login.account, login.registrar, login.port, login.transport) == ("lea", "192.0.2.7", 5070, "TCP")
    for wrong in ("", "lea", "sips:lea@h", "sip:@h"):
        with pytest.raises(WrongUse):
            by_uri(wrong, "secret")


def test_faults_say_what_and_what_to_do_and_have_their_own_exit_code() -> None:
    fault = Unreachable("Rien ici : voyez", "Ailleurs ?")
    assert fault.message == "Rien ici\u00a0: voyez"
    assert fault.remedy == "Ailleurs\u00a0?"
    assert len({kind.exit_code for kind in (NoSound, Unreachable, WrongUse)}) == 3

"""Microphones and loudspeakers of this machine, as PortAudio lists them, and which of them is meant."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .faults import NoSound

Direction = Literal["microphone", "speaker"]

_WORDS: dict[Direction, str] = {"microphone": "micro", "speaker": "haut-parleur"}


@dataclass(frozen=True, slots=True)
class Device:
    """`number`: PortAudio's, good until the list is read again."""

    number: int
    name: str
    inputs: int
    outputs: int
    is_default_input: bool = False
    is_default_output: bool = False

    def has(self, direction: Direction) -> bool:
        return (self.inputs if direction == "microphone" else self.outputs) > 0

    def is_default(self, direction: Direction) -> bool:
        return self.is_default_input if direction == "microphone" else self.is_default_output


def portaudio() -> Any:
    """The module `sounddevice`. Raises NoSound where it or PortAudio is missing."""
    try:
        import sounddevice  # an option of the installation, and slow to load
    except ImportError as error:
        raise NoSound("Le client casque n’est pas installé.", "Lancez « make headset », puis réessayez.") from error
    except OSError as error:
        # Raised when the shared library is not on this machine.
        raise NoSound(
            "La bibliothèque PortAudio manque sur cette machine.", "Sous Debian : sudo apt install libportaudio2"
        ) from error
    except Exception as error:
        # PortAudio's own error class cannot be named before the import; it means that no sound system answers.
        raise NoSound(
            f"Le système de son ne répond pas ({error}).", "Vérifiez que le son de la session fonctionne."
        ) from error
    return sounddevice


def listed() -> list[Device]:
    """Every device, in PortAudio's order. Raises NoSound."""
    sd = portaudio()
    default_input, default_output = sd.default.device
    return [
        Device(
            number=int(one["index"]),
            name=str(one["name"]),
            inputs=int(one["max_input_channels"]),
            outputs=int(one["max_output_channels"]),
            is_default_input=one["index"] == default_input,
            is_default_output=one["index"] == default_output,
        )
        for one in sd.query_devices()
    ]


def read_again() -> list[Device]:
    """As `listed`, with what was plugged in or out meanwhile. Every open stream must be closed. Raises NoSound."""
    sd = portaudio()
    # PortAudio reads the machine's devices only when it starts; sounddevice documents this way and no other.
    try:
        sd._terminate()
        sd._initialize()
    except sd.PortAudioError as error:
        raise NoSound(f"Le système de son ne répond plus ({error}).", "Vérifiez le son de la session.") from error
    return listed()


def usable(devices: Sequence[Device], direction: Direction) -> list[Device]:
    return [one for one in devices if one.has(direction)]


def chosen(devices: Sequence[Device], direction: Direction, wanted: str = "") -> Device:
    """By number or part of a name; without a wish the system's default, else the first. Raises NoSound."""
    fitting = usable(devices, direction)
    if not fitting:
        raise NoSound(
            f"Aucun {_WORDS[direction]} n’est branché ou visible.",
            "Branchez le casque, vérifiez les réglages de son de la session, puis relancez.",
        )
    if not wanted:
        return next((one for one in fitting if one.is_default(direction)), fitting[0])
    if wanted.isdecimal():
        found = [one for one in fitting if one.number == int(wanted)]
    else:
        plain = _plain(wanted)
        found = [one for one in fitting if _plain(one.name) == plain]
        found += [one for one in fitting if _plain(one.name).startswith(plain)]
        found += [one for one in fitting if plain in _plain(one.name)]
    if not found:
        raise NoSound(f"Aucun {_WORDS[direction]} ne répond à « {wanted} ».", "La liste : python -m softphone --list")
    return found[0]


def table(devices: Sequence[Device]) -> str:
    """What `--list` prints."""
    if not devices:
        return "Aucun périphérique de son n’est visible."
    lines = ["  nᵒ  micro  haut-parleur  nom"]
    for one in devices:
        marks = [_mark(one, direction) for direction in ("microphone", "speaker")]
        lines.append(f"{one.number:4d}  {marks[0]:^5}  {marks[1]:^12}  {one.name}")
    lines.append("● utilisable   ★ par défaut")
    return "\n".join(lines)


def _mark(device: Device, direction: Direction) -> str:
    if not device.has(direction):
        return "–"
    return "★" if device.is_default(direction) else "●"


def _plain(text: str) -> str:
    """Without case or accents: what one types and what a driver writes differ in both."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold().strip()

"""The screen as lines of styled text, from what is to be shown: nothing here knows a terminal. At home in 80 × 24."""

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .faults import french
from .sound import SILENT_DB
from .state import DEVICE_KINDS, CallState, DevicesShown, Shown

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
BAR = 24
_FLOOR_DB = -60.0


class Style(Enum):
    PLAIN = auto()
    DIM = auto()
    STRONG = auto()
    GOOD = auto()
    WARN = auto()
    BAD = auto()
    CALM_BAND = auto()
    CALL_BAND = auto()
    RING_BAND = auto()
    WAIT_BAND = auto()
    PICKED = auto()


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    style: Style = Style.PLAIN


Line = tuple[Span, ...]


def text_of(lines: Sequence[Line]) -> str:
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


def drawn(shown: Shown, width: int = 80, height: int = 24) -> list[Line]:
    """Exactly `height` lines of at most `width` columns."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        words = french(f"Agrandissez la fenêtre : {LEAST_WIDTH} × {LEAST_HEIGHT} au moins.")
        return [(Span(words[:width], Style.WARN),), *[()] * (height - 1)]
    rule: Line = (Span("─" * width, Style.DIM),)
    top = [_title(shown, width), rule, _indicators(shown, width), rule]
    bottom = [rule, *_notices(shown, width), rule, _help(shown, width)]
    room = height - len(top) - len(bottom)
    middle = _devices(shown.devices, width, room) if shown.devices is not None else _call(shown, width, room)
    return [*top, *middle, *bottom]


def _title(shown: Shown, width: int) -> Line:
    left, right = " Combiné · téléphone du casque", f"{shown.line.person} "
    return (Span(left, Style.STRONG), Span(right.rjust(width - len(left))))


def _indicators(shown: Shown, width: int) -> Line:
    line, call, sound = shown.line, shown.call, shown.sound
    if line.is_registered:
        server = Span("● connecté", Style.GOOD)
    elif line.trouble:
        server = Span("✕ coupé", Style.BAD)
    else:
        server = Span("○ connexion…", Style.WARN)
    words = {
        CallState.NONE: ("○ aucun", Style.PLAIN),
        CallState.INCOMING: ("● sonne", Style.WARN),
        CallState.DIALLING: ("● numérotation", Style.WARN),
        CallState.RINGING_THERE: ("● sonne là-bas", Style.WARN),
        CallState.CONNECTED: ("● en communication", Style.GOOD),
        CallState.ENDED: ("○ terminé", Style.PLAIN),
    }
    call_words = words[call.state]
    if call.is_held:
        call_words = ("● en attente", Style.WARN)
    if not sound.is_working:
        heard = Span("✕ aucun", Style.BAD)
    elif call.is_muted:
        heard = Span("● micro coupé", Style.WARN)
    else:
        heard = Span("● prêt", Style.GOOD)
    first, second = width * 31 // 100, width * 37 // 100
    return (
        *_cell("Serveur", server, first),
        *_cell("Appel", Span(*call_words), second),
        *_cell("Son", heard, width - first - second),
    )


def _cell(name: str, span: Span, width: int) -> Line:
    head = f" {name}  "
    return (Span(head, Style.DIM), span, Span(" " * max(0, width - columns(head) - columns(span.text))))


def _call(shown: Shown, width: int, room: int) -> list[Line]:
    call = shown.call
    words, style = _band(shown)
    band = [(Span(_centred(text, width), style),) for text in ("", words, "")]
    who: list[Line] = []
    if call.state is CallState.NONE:
        number = grouped(shown.typed) if shown.typed else ""
        who = [(), _middle(f"{number}▏" if number else french("Tapez un numéro, ou attendez un appel."), width)]
    else:
        name = call.name or grouped(call.number)
        number = grouped(call.number) if call.name else ""
        who = [(), (Span(_centred(name, width), Style.STRONG),), _middle(number, width)]
        details = [call.why] if call.why else []
        details += [french(f"Touches : {' '.join(call.keys)}")] if call.keys else []
        who += [_middle(detail, width) for detail in details]
    levels = _levels(shown, width)
    lines = [*band, *who]
    lines += [()] * (room - len(lines) - len(levels))
    return [*lines, *levels][:room]


def _band(shown: Shown) -> tuple[str, Style]:
    call = shown.call
    match call.state:
        case CallState.NONE:
            return ("Prêt" if shown.line.is_registered else "Pas encore connecté"), Style.CALM_BAND
        case CallState.INCOMING:
            return "APPEL ENTRANT", Style.RING_BAND
        case CallState.DIALLING:
            return "Numérotation…", Style.WAIT_BAND
        case CallState.RINGING_THERE:
            return "Ça sonne…", Style.WAIT_BAND
        case CallState.ENDED:
            return french(f"Appel terminé · {duration(call.seconds)}"), Style.CALM_BAND
        case CallState.CONNECTED:
            pass
    time = duration(call.seconds)
    if call.wants_hold != call.is_held:
        return f"Mise en attente… · {time}" if call.wants_hold else f"Reprise… · {time}", Style.WAIT_BAND
    if call.is_held:
        return f"EN ATTENTE · {time}", Style.WAIT_BAND
    if call.wants_mute != call.is_muted:
        return f"{'Micro : coupure…' if call.wants_mute else 'Micro : réouverture…'} · {time}", Style.WAIT_BAND
    if call.is_muted:
        return f"MICRO COUPÉ · {time}", Style.RING_BAND
    return f"EN COMMUNICATION · {time}", Style.CALL_BAND


def _levels(shown: Shown, width: int) -> list[Line]:
    sound = shown.sound
    spoken = "coupé" if shown.call.is_muted else ""
    rows: list[Line] = [
        _level(DEVICE_KINDS[0], sound.spoken_db, spoken, sound.microphone, width),
        _level(DEVICE_KINDS[1], sound.heard_db, "", sound.speaker, width),
    ]
    if sound.ringer and sound.ringer != sound.speaker:
        name = f" {DEVICE_KINDS[2]}".ljust(12)
        rows.append((Span(name, Style.DIM), Span(f"{'':{BAR}}           {sound.ringer}"[: width - len(name)])))
    return rows


def _level(name: str, db: float, word: str, device: str, width: int) -> Line:
    filled = round(BAR * (max(db, _FLOOR_DB) - _FLOOR_DB) / -_FLOOR_DB)
    style = Style.BAD if db > -1 else Style.WARN if db > -6 else Style.GOOD
    number = word or ("—" if db <= SILENT_DB else f"−{abs(round(db))} dB")
    head = f" {name}".ljust(12)
    rest = f"  {number:<7}  {device}"[: width - len(head) - BAR]
    return (
        Span(head, Style.DIM),
        Span("█" * filled, Style.DIM if word else style),
        Span("░" * (BAR - filled), Style.DIM),
        Span(rest),
    )


def _devices(shown: DevicesShown, width: int, room: int) -> list[Line]:
    tabs: list[Span] = [Span("  ")]
    for index, kind in enumerate(DEVICE_KINDS):
        tabs += [Span(f" {kind} ", Style.PICKED if index == shown.kind else Style.DIM), Span("  ")]
    lines: list[Line] = [(), tuple(tabs), ()]
    names = shown.names[shown.kind]
    free = room - len(lines)
    first = max(0, min(shown.row - free // 2, len(names) - free))
    for index, name in enumerate(names[first : first + free], first):
        mark = "●" if name == shown.current[shown.kind] or (index == 0 and not shown.current[shown.kind]) else " "
        style = Style.PICKED if index == shown.row else Style.PLAIN
        lines.append((Span("   "), Span(f" {mark} {name} "[: width - 4].ljust(width - 8), style)))
    return [*lines, *[()] * (room - len(lines))]


def _notices(shown: Shown, width: int) -> list[Line]:
    """Always two lines: the worst first."""
    words = shown.line.trouble or shown.sound.trouble or shown.notice
    style = Style.BAD if shown.line.trouble or shown.sound.trouble else Style.PLAIN
    if shown.asks_to_quit:
        words, style = (
            french("Un appel est en cours. Raccrocher et quitter ? Q pour quitter, N pour rester."),
            Style.WARN,
        )
    lines = textwrap.wrap(words, width - 2, max_lines=2, placeholder=" …")
    made: list[Line] = [(Span(f" {line}", style),) for line in lines]
    return [*made, *[()] * (2 - len(made))]


def help_of(shown: Shown) -> list[tuple[str, str]]:
    """(key, what it does) for what is shown now: always in the same order, leaving last."""
    if shown.asks_to_quit:
        return [("Q", "quitter"), ("N", "rester")]
    if shown.devices is not None:
        return [("↑ ↓", "choisir"), ("Tab", "micro, écouteurs, sonnerie"), ("Entrée", "prendre"), ("Échap", "fermer")]
    call = shown.call
    match call.state:
        case CallState.INCOMING:
            keys = [("R", "répondre"), ("D", "refuser")]
        case CallState.DIALLING | CallState.RINGING_THERE:
            keys = [("D", "raccrocher")]
        case CallState.CONNECTED:
            keys = [
                ("A", "reprendre" if call.wants_hold else "attente"),
                ("M", "rouvrir le micro" if call.wants_mute else "couper le micro"),
                ("0-9", "touches"),
                ("D", "raccrocher"),
            ]
        case _:
            keys = (
                [("0-9", "numéro"), ("Entrée", "appeler"), ("←", "effacer")] if shown.typed else [("0-9", "numéro")]
            )
            keys += [] if shown.line.is_registered else [("S", "se connecter")]
    return [*keys, ("P", "son" if call.state is CallState.CONNECTED else "périphériques"), ("Q", "quitter")]


def _help(shown: Shown, width: int) -> Line:
    spans: list[Span] = [Span(" ")]
    used = 1
    for key, words in help_of(shown):
        if used + len(key) + len(words) + 3 > width:
            break
        spans += [Span(key, Style.STRONG), Span(f" {words}  ", Style.DIM)]
        used += len(key) + len(words) + 3
    return tuple(spans)


def duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}" if minutes >= 60 else f"{minutes:02d}:{rest:02d}"


def grouped(number: str) -> str:
    """As the French write theirs: 06 39 98 11 22, +33 6 39 98 11 22; others as they are."""
    digits = number.removeprefix("+33")
    if number.startswith("+33") and len(digits) == 9 and digits.isdecimal():
        return "+33 " + digits[0] + "".join(f" {digits[at : at + 2]}" for at in range(1, 9, 2))
    if len(number) == 10 and number.startswith("0") and number.isdecimal():
        return " ".join(number[at : at + 2] for at in range(0, 10, 2))
    return number


def columns(text: str) -> int:
    """Columns that a terminal gives to a text: accents that stand alone take none, wide letters two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _cut(text: str, width: int) -> str:
    while columns(text) > width:
        text = text[:-1]
    return text


def _centred(text: str, width: int) -> str:
    # A caller's name is somebody else's text: what is no letter is not drawn, what is too long is cut.
    clean = _cut("".join(letter for letter in text if letter.isprintable() or letter == "\u00a0"), width - 4)
    space = width - columns(clean)
    return f"{' ' * (space // 2)}{clean}{' ' * (space - space // 2)}"


def _middle(text: str, width: int) -> Line:
    return (Span(_centred(text, width)),)

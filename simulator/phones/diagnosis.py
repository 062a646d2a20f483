"""What is wrong with somebody's telephone, and what to change on that model: facts in, sentences out. Sans-IO."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from math import floor

from simulator.phones.last_calls import CallSound
from simulator.typography import french_spaces
from telephony.sip import CallTrouble, EchoReport, TroubleKind

LOUD_LOSS_PERCENT = 3.0
"""From here on a loss is heard."""

DEAF_LOSS_PERCENT = 90.0
"""From here on nothing is heard."""

UNREGISTERED_MINUTES = 2
"""A telephone that restarts, or changes its network, is away for less."""


@dataclass(frozen=True, slots=True)
class RegisteredFact:
    """One binding. `contact_host`: the address that it gave itself; `host`: where it truly is."""

    name: str
    host: str
    contact_host: str
    transport: str
    is_kept_alive: bool = False


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """What the server knows of one account. Minutes, not seconds."""

    registered: list[RegisteredFact] = field(default_factory=list[RegisteredFact])
    away_minutes: float | None = None
    """Since it was registered last; None: never since the server started, or registered now."""
    last_name: str = ""
    """What the telephone called itself that was registered last."""
    wrong_passwords: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    """(address, how many) lately tried for this account."""
    call_trouble: CallTrouble | None = None
    """Why its last call failed, where the telephone itself was the reason."""
    echo: EchoReport | None = None
    """The last time it heard itself."""
    was_silent: bool = False
    """It was picked up to hear itself, and no sound came."""
    call: CallSound | None = None
    """Its side of the last recorded call, where that is newer than the last time it heard itself."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`code`: which fault; `text`: what is wrong; `remedy`: what to change, on this telephone where it is known."""

    code: str
    text: str
    remedy: str


_KEEP_ALIVE = {
    "yealink": "Yealink : Compte, Avancé, « Keep-alive » (NAT) : Default, 30 s.",
    "grandstream": "Grandstream : Compte, Réseau, « NAT traversal » : Keep-alive, 20 s.",
    "snom": "Snom : Identité, NAT, « Keepalive interval » : 30 s.",
    "fanvil": "Fanvil : Ligne, Avancé, « Keep alive » : SIP Option ou UDP, 30 s.",
    "gigaset": "Gigaset : Téléphonie, Connexions, « Actualisation NAT » : 20 s.",
    "linphone": "Linphone : Réglages, Réseau, « Garder la connexion active ».",
    "microsip": "MicroSIP : Compte, « Keep-Alive » : 15.",
    "zoiper": "Zoiper : Compte, Avancé, « Keep alive time-out » : 30 s.",
}

_CODECS = {
    "yealink": "Yealink : Compte, Codec : activez G722, PCMA et PCMU.",
    "grandstream": "Grandstream : Compte, Audio, « Preferred Vocoder » : G.722, PCMA, PCMU.",
    "zoiper": "Zoiper : Compte, Codecs audio : G.722, G.711 a-law, G.711 μ-law, Opus.",
    "linphone": "Linphone : Réglages, Audio, Codecs : opus, G722, PCMA, PCMU.",
    "microsip": "MicroSIP : Réglages, Codecs : Opus, G.722, G.711 A-law, G.711 u-law.",
}

_FORWARDING = {
    "yealink": "Yealink : Menu, Fonctions, Renvoi d’appel : tous désactivés ; touche NPD (DND) éteinte.",
    "grandstream": "Grandstream : composez *73, ou Compte, Appel, « Call Forward » : None ; DND désactivé.",
    "snom": "Snom : Préférences, Renvoi d’appel : désactivé ; touche DND éteinte.",
    "fanvil": "Fanvil : Menu, Fonctions, Renvoi d’appel : désactivé ; touche DND éteinte.",
    "zoiper": "Zoiper : Réglages, Renvoi (Call forwarding) : désactivé.",
    "microsip": "MicroSIP : Réglages, « Call Forwarding » : No ; DND décoché.",
}


def advice(facts: PhoneFacts) -> list[Advice]:
    """The gravest first; empty when nothing is known to be wrong."""
    return [Advice(one.code, french_spaces(one.text), french_spaces(one.remedy)) for one in _found(facts)]


def _found(facts: PhoneFacts) -> Iterator[Advice]:
    yield from _about_registration(facts)
    yield from _about_network(facts)
    if facts.call_trouble is not None:
        yield _about_last_call(facts.call_trouble, facts)
    yield from _about_echo(facts)
    if facts.call is not None:
        yield from _about_call(facts.call)


def _about_last_call(trouble: CallTrouble, facts: PhoneFacts) -> Advice:
    match trouble.kind:
        case TroubleKind.REDIRECTED:
            towards = f" vers {trouble.towards}" if trouble.towards else ""
            return Advice(
                "redirected",
                f"Le téléphone n’a pas pris le dernier appel : il l’a renvoyé{towards}. Combiné n’appelle personne "
                "d’autre.",
                _of_model(
                    _FORWARDING, facts, "Désactivez le renvoi d’appel et « Ne pas déranger » sur le téléphone."
                ),
            )
        case TroubleKind.SOUND_REFUSED:
            return Advice(
                "sound_refused",
                "Le téléphone a décroché, mais il a refusé le son (port 0) : l’appel n’a pas pu s’établir.",
                "Raccrochez tout autre appel en cours sur ce téléphone, puis redémarrez-le ; vérifiez que le casque "
                "est branché et que G.722 ou PCMA est actif dans ses codecs.",
            )
        case TroubleKind.NO_COMMON_CODEC:
            return Advice(
                "no_common_codec",
                "Le téléphone et Combiné n’ont aucun codec en commun : l’appel n’a pas pu s’établir.",
                _of_model(
                    _CODECS, facts, "Activez G.722, PCMA (G.711 A) et PCMU (G.711 µ) dans les codecs du téléphone."
                ),
            )


def call_trouble_words(trouble: CallTrouble, model: str = "") -> str:
    """What the telephone did with its last call and what to do, in one line for a desk. `model`: its own name."""
    told = _about_last_call(trouble, PhoneFacts(last_name=model))
    return french_spaces(f"{told.text} {told.remedy}")


def _about_registration(facts: PhoneFacts) -> Iterator[Advice]:
    for address, count in facts.wrong_passwords:
        tries = "Un mot de passe faux a été essayé" if count == 1 else f"{count} mots de passe faux ont été essayés"
        yield Advice(
            "wrong_password",
            f"{tries} pour ce compte depuis {address}.",
            "Si c’est votre téléphone, recopiez le mot de passe de cette page, en minuscules ; un ancien téléphone "
            "garde peut-être l’ancien. Sinon, prévenez le responsable.",
        )
    away = facts.away_minutes
    if not facts.registered and away is not None and away >= UNREGISTERED_MINUTES:
        name = facts.last_name or "Votre téléphone"
        yield Advice(
            "not_registered",
            f"{name} n’est plus enregistré depuis {floor(away)} minutes.",
            "Vérifiez qu’il est allumé et sur le réseau, puis redémarrez-le ; son écran dit s’il s’enregistre.",
        )


def _about_network(facts: PhoneFacts) -> Iterator[Advice]:
    seen: set[tuple[str, str]] = set()
    for one in facts.registered:
        if (one.name, one.host) in seen:
            yield Advice(
                "registered_twice",
                f"{one.name or 'Un téléphone'} est enregistré deux fois depuis {one.host} : il sonne deux fois.",
                "Deux lignes du même téléphone ont sans doute le même compte : retirez-en une. Si le téléphone vient "
                "de redémarrer, l’ancienne disparaît d’elle-même en deux minutes.",
            )
        seen.add((one.name, one.host))
        if one.transport == "UDP" and not one.is_kept_alive and _is_behind_nat(one):
            yield Advice(
                "nat_without_keep_alive",
                f"{one.name or 'Votre téléphone'} est derrière un routeur (il se dit à {one.contact_host}, on le "
                f"voit à {one.host}) et n’entretient pas sa connexion : il peut cesser de sonner.",
                _of_model(_KEEP_ALIVE, facts, "Activez l’entretien de la connexion (keep-alive, 30 s), ou le TCP."),
            )


_SOUND_REMEDIES = {
    "one_way_up": "Le réseau bloque sans doute le son (UDP) du téléphone vers le serveur : voyez avec le service "
    "informatique. Vérifiez aussi que la touche secret n’est pas active.",
    "silent_microphone": "Branchez le casque ou le combiné, choisissez le bon micro, et coupez la touche secret.",
    "one_way_down": "Le pare-feu ou le routeur bloque le son (UDP) du serveur vers le téléphone : désactivez SIP "
    "ALG, et voyez avec le service informatique.",
    "loss": "Préférez un câble au Wi-Fi, ou rapprochez-vous de la borne.",
    "wrong_clock": "Mettez son logiciel à jour, ou mettez PCMA (G.711 A) avant G.722 dans ses codecs.",
}


def _of_sound(code: str, text: str) -> Advice:
    return Advice(code, text, _SOUND_REMEDIES[code])


def _about_echo(facts: PhoneFacts) -> Iterator[Advice]:
    echo = facts.echo
    if facts.was_silent:
        yield _of_sound("one_way_up", "Aucun son de votre téléphone n’arrive au serveur : on ne vous entendra pas.")
    if echo is None or not echo.packets:
        return
    if echo.is_microphone_silent:
        yield _of_sound("silent_microphone", "Votre téléphone envoie du son, mais ce n’est que du silence.")
    if echo.loss_back_percent is not None and echo.loss_back_percent >= DEAF_LOSS_PERCENT:
        yield _of_sound(
            "one_way_down", "Le son du serveur n’arrive pas à votre téléphone : vous n’entendrez personne."
        )
    elif max(echo.loss_percent or 0, echo.loss_back_percent or 0) >= LOUD_LOSS_PERCENT:
        yield _of_sound("loss", "Une partie du son se perd en route : la voix sera hachée.")
    if echo.has_wrong_clock:
        yield _of_sound(
            "wrong_clock",
            "Votre téléphone compte mal le temps du son (horloge RTP) : d’autres pourraient l’entendre hachée.",
        )


def _about_call(call: CallSound) -> Iterator[Advice]:
    if not call.has_sent:
        yield _of_sound(
            "one_way_up",
            "Pendant votre dernier appel, aucun son de votre téléphone n’est arrivé au serveur : on ne vous a pas "
            "entendu.",
        )
    elif call.has_spoken is False:
        yield _of_sound(
            "silent_microphone",
            "Pendant votre dernier appel, votre téléphone n’a envoyé que du silence : on ne vous a pas entendu.",
        )
    if call.loss_down is not None and call.loss_down >= DEAF_LOSS_PERCENT:
        yield _of_sound(
            "one_way_down",
            "Pendant votre dernier appel, le son du serveur n’est pas arrivé à votre téléphone : vous n’avez entendu "
            "personne.",
        )
    elif max(call.loss_up or 0, call.loss_down or 0) >= LOUD_LOSS_PERCENT:
        yield _of_sound(
            "loss", "Pendant votre dernier appel, une partie du son s’est perdue en route : la voix était hachée."
        )
    if call.has_wrong_clock:
        yield _of_sound(
            "wrong_clock",
            "Pendant votre dernier appel, votre téléphone a mal compté le temps du son (horloge RTP). "
            "L’enregistrement est entier ; d’autres pourraient l’entendre haché.",
        )


def _is_behind_nat(one: RegisteredFact) -> bool:
    """It gave a private address that is not where it is seen."""
    try:
        own = ip_address(one.contact_host.strip("[]"))
    except ValueError:
        return False
    return own.is_private and str(own) != one.host and not own.is_loopback


def _of_model(words: dict[str, str], facts: PhoneFacts, otherwise: str) -> str:
    names = " ".join([*(one.name for one in facts.registered), facts.last_name]).lower()
    return next((text for model, text in words.items() if model in names), otherwise)


def echo_words(echo: EchoReport) -> str:
    """What the self-test found, in a sentence."""
    if echo.codec is None or not echo.packets:
        return french_spaces("Aucun son n’est arrivé de votre téléphone.")
    said = [f"Codec {_CODEC_NAMES[echo.codec.value]}"]
    if echo.loss_percent is not None:
        back = (
            f" à l’aller, {_number(echo.loss_back_percent)} % au retour" if echo.loss_back_percent is not None else ""
        )
        said.append(f"perte {_number(echo.loss_percent)} %{back}")
    if echo.round_trip_ms is not None:
        said.append(f"aller-retour {_number(echo.round_trip_ms)} ms")
    if echo.jitter_ms is not None:
        said.append(f"gigue {_number(echo.jitter_ms)} ms")
    if echo.peak_db is not None:
        said.append(f"voix jusqu’à {_number(echo.peak_db)} dB")
    return french_spaces(", ".join(said) + ".")


_CODEC_NAMES = {"opus": "Opus", "G722": "G.722", "PCMA": "G.711 A (PCMA)", "PCMU": "G.711 µ (PCMU)"}


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", "−")

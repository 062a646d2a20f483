"""`python -m softphone`: what was asked for, where the account comes from, and how it ends."""

import argparse
import asyncio
import getpass
import os
import signal
import sys
import uuid
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import structlog

from telephony.sip import CannotListen, SipLogin

from . import devices, memory, sign_in
from .faults import Fault, NoSound, Unreachable, WrongUse, french
from .headset import Choice
from .keys import wished
from .memory import Remembered
from .plain import PlainConsole
from .screen import drawn
from .softphone import Softphone
from .terminal import Terminal

INTERRUPTED = 130
"""Exit code of a client that was told to end."""

DRAW_SECONDS = 0.1

EXAMPLES = """exemples :
  --server 192.168.1.20:8080 --code K7QF-3M2P     avec le code que montre la page du poste
  --server 192.168.1.20:8080 --login n.roy        jury, formateur : le mot de passe est demandé
  --uri sip:lea@192.168.1.5                       un compte SIP quelconque
  --list                                          les micros et haut-parleurs de cette machine

codes de fin : 0 bien fini · 2 mauvaise commande · 3 code ou mot de passe refusé
               4 serveur injoignable · 5 pas de son"""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m softphone",
        description="Le téléphone de Combiné dans un terminal, au clavier, avec le casque de ce poste.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    account = made.add_argument_group("se connecter")
    account.add_argument("--server", metavar="ADRESSE", help="adresse de Combiné (retenue d’une fois sur l’autre)")
    account.add_argument("--code", help="code montré par la page du poste, valable une fois")
    account.add_argument("--login", metavar="IDENTIFIANT", help="compte du jury ou du formateur")
    account.add_argument("--uri", metavar="SIP", help="compte SIP, par exemple sip:lea@192.168.1.5:5060")
    account.add_argument("--password", metavar="MOT", help="mot de passe ; mieux vaut le taper quand il est demandé")
    account.add_argument("--ca", metavar="FICHIER", help="autorité à approuver (combine-autorite.pem)")
    account.add_argument(
        "--transport", choices=("udp", "tcp"), help="voie du téléphone ; sinon la première qui marche"
    )
    sound = made.add_argument_group("le son")
    sound.add_argument("--list", action="store_true", help="liste les périphériques, puis s’arrête")
    sound.add_argument("--microphone", metavar="NOM", help="numéro ou partie du nom")
    sound.add_argument("--speaker", metavar="NOM", help="écouteurs : numéro ou partie du nom")
    sound.add_argument("--ringer", metavar="NOM", help="ce qui sonne : numéro ou partie du nom")
    shape = made.add_argument_group("l’écran")
    shape.add_argument("--plain", action="store_true", help="ligne par ligne, pour lecteurs d’écran et programmes")
    shape.add_argument("--log", metavar="FICHIER", help="journal, pour le service informatique")
    shape.add_argument("-h", "--help", action="help", help="cette aide")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    options = parser().parse_args(arguments)
    try:
        if options.list:
            print(devices.table(devices.listed()))
            return 0
        _set_up_log(options.log)
        return asyncio.run(_until_told(options))
    except Fault as fault:
        print(f"{fault.message}\n{fault.remedy}".rstrip(), file=sys.stderr)
        return fault.exit_code
    except (KeyboardInterrupt, EOFError):
        return INTERRUPTED


async def _run(options: argparse.Namespace) -> int:
    path = memory.place()
    known = memory.recalled(path)
    if not known.instance:
        known = replace(known, instance=uuid.uuid4().urn)
        memory.remember(path, known)
    login, known = await _account(options, known)
    login = replace(login, instance=known.instance)
    if options.transport:
        login = replace(login, transport=options.transport.upper())
    choice = Choice(
        _preferred(options.microphone, known.microphone, "microphone"),
        _preferred(options.speaker, known.speaker, "speaker"),
        _preferred(options.ringer, known.ringer, "speaker"),
    )
    plain = options.plain or not (sys.stdin.isatty() and sys.stdout.isatty())
    try:
        chosen = await (_by_lines if plain else _by_screen)(login, choice, may_change=options.transport is None)
    except CannotListen as error:
        raise Unreachable(f"Le réseau de ce poste ne s’ouvre pas ({error}).", "Vérifiez la connexion.") from error
    memory.remember(path, replace(known, microphone=chosen.microphone, speaker=chosen.speaker, ringer=chosen.ringer))
    return 0


async def _by_screen(login: SipLogin, choice: Choice, *, may_change: bool) -> Choice:
    loop = asyncio.get_running_loop()
    softphone = Softphone(login, choice, lambda: None, may_change_transport=may_change)

    def pressed(key: str) -> None:
        wish = wished(key, softphone.shown())
        if wish is not None:
            softphone.do(wish)

    with _quiet_errors():
        async with softphone:
            with Terminal(lambda key: loop.call_soon_threadsafe(pressed, key) and None) as terminal:
                while not softphone.is_over.is_set():
                    terminal.show(drawn(softphone.shown(), *terminal.size))
                    try:
                        await asyncio.wait_for(softphone.is_over.wait(), DRAW_SECONDS)
                    except TimeoutError:
                        continue
    return softphone.choice


async def _by_lines(login: SipLogin, choice: Choice, *, may_change: bool) -> Choice:
    console = PlainConsole(lambda text: print(text, flush=True))
    softphone = Softphone(login, choice, console.changed, may_change_transport=may_change)
    with _quiet_errors():
        async with softphone:
            console.softphone = softphone
            console.changed()
            await console.run()
    return softphone.choice


async def _account(options: argparse.Namespace, known: Remembered) -> tuple[SipLogin, Remembered]:
    """The account, asked for where it was not given. Raises Fault."""
    if options.uri:
        secret = options.password or await _asked("Mot de passe du compte SIP : ", secret=True)
        return sign_in.by_uri(options.uri, secret), known
    address = options.server or known.server or await _asked("Adresse de Combiné : ")
    server = sign_in.Server(address, options.ca or known.authority)
    if options.login:
        secret = options.password or await _asked(f"Mot de passe de {options.login} : ", secret=True)
        login = await sign_in.by_password(server, options.login, secret)
    else:
        code = options.code or await _asked("Code (page du poste, Mon téléphone, Client casque) : ")
        login = await sign_in.by_code(server, code)
    return login, replace(known, server=address, authority=_absolute(server.authority))


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().resolve()) if path else ""


async def _asked(question: str, *, secret: bool = False) -> str:
    """Raises WrongUse where nobody can be asked."""
    if not sys.stdin.isatty():
        raise WrongUse(f"Il manque : {question.rstrip(' :').lower()}.", "Voyez --help.")
    words = french(question)
    answer = (await asyncio.to_thread(lambda: getpass.getpass(words) if secret else input(words))).strip()
    if not answer:
        raise WrongUse("Rien n’a été tapé.", "Relancez, puis tapez ce qui est demandé.")
    return answer


def _preferred(given: str | None, remembered: str, direction: devices.Direction) -> str:
    """What is asked for must be there; what was remembered is taken when it is there (LESSONS: else the first)."""
    found = devices.listed()
    if given is not None:
        return devices.chosen(found, direction, given).name if given else ""
    try:
        return devices.chosen(found, direction, remembered).name if remembered else ""
    except NoSound:
        return ""


def _set_up_log(path: str | None) -> None:
    """One line per fact, in a file; without one nothing is kept, and nothing is ever written over the screen."""
    try:
        stream = open(path, "a", encoding="utf-8") if path else open(os.devnull, "w")  # noqa: SIM115
    except OSError as error:
        raise WrongUse(f"Le journal « {path} » ne s’écrit pas ({error.strerror}).") from error
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(stream),
    )


async def _until_told(options: argparse.Namespace) -> int:
    """Asked to end, or its window closed: calls and registrations end properly, however the client was started.

    By a service, by nohup or behind a shell's `&` SIGINT is ignored: nothing here goes by way of it. What is ignored
    from the beginning stays so (nohup means that the window may close).
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    was_told = False

    def told() -> None:
        nonlocal was_told
        was_told = True
        task.cancel()

    def on_windows(number: int, frame: object) -> None:
        loop.call_soon_threadsafe(told)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is signal.SIG_IGN:
            continue
        try:
            loop.add_signal_handler(number, told)
        except NotImplementedError:  # Windows
            signal.signal(number, on_windows)
    try:
        return await _run(options)
    except asyncio.CancelledError:
        if not was_told:
            raise
        return INTERRUPTED


@contextmanager
def _quiet_errors() -> Generator[None]:
    """Sound libraries write warnings to the terminal by themselves: not between our lines."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)

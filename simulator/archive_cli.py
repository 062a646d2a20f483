"""`simulator archive verify FILE`: offline, on any machine, in ten years. Told in French."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from archives import Verdict, verify_archive
from simulator.french_dates import long_day
from simulator.typography import THIN, french_spaces

app = typer.Typer(help="Les archives scellées.", no_args_is_help=True)


@app.callback()
def _of_archives() -> None:
    """Les archives scellées."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="L’archive .zip.")],
    key: Annotated[str | None, typer.Option("--cle", help="Empreinte de la clé, telle que le PV l’imprime.")] = None,
    root: Annotated[
        str | None, typer.Option("--empreinte", help="Empreinte de l’archive, telle que le PV l’imprime.")
    ] = None,
) -> None:
    """Vérifie une archive sans serveur ni réseau, et dit ce qui ne tient pas (code de sortie 1)."""
    _refuse_blank("--cle", key)
    _refuse_blank("--empreinte", root)
    try:
        verdict = verify_archive(file, key or "")
    except OSError as error:
        typer.echo(french_spaces(f"« {file} » ne se lit pas : {_why(error)}."), err=True)
        raise typer.Exit(2) from error
    same_root = root is None or verdict.root == "".join(root.split()).lower()
    for line in report(verdict, is_key_compared=key is not None, same_root=same_root):
        typer.echo(french_spaces(line))
    if not verdict.is_whole or not same_root:
        raise typer.Exit(1)


def _refuse_blank(option: str, value: str | None) -> None:
    """Given and empty (a variable that was not set…), it would compare nothing and look as if it had."""
    if value is not None and not value.strip():
        said = f"{option} est donné mais vide : rien ne serait comparé. Recopiez l’empreinte du procès-verbal."
        typer.echo(french_spaces(f"{said} Sans l’option, l’archive se vérifie sans être comparée."), err=True)
        raise typer.Exit(2)


def _why(error: OSError) -> str:
    """In French: the system's own words are English."""
    match error:
        case FileNotFoundError():
            return "ce fichier n’existe pas"
        case IsADirectoryError():
            return "c’est un dossier, donnez le fichier .zip"
        case PermissionError():
            return "vous n’avez pas le droit de le lire"
        case _:
            return f"le disque le refuse (erreur {error.errno})"


def _about(label: str, text: str) -> str:
    """A line of bag-info.txt in words: its labels are BagIt's own (RFC 8493 section 2.2.2), its text is ASCII."""
    match label:
        case "Bagging-Date":
            return f"Scellée le : {_day(text)}"
        case "Payload-Oxum":
            return f"Contenu : {_content(text)}"
        case "External-Identifier":
            session, _, seat = text.partition("/")
            return f"Identifiants : session {session}" + (f", poste {seat}" if seat else "")
        case "Internal-Sender-Description":
            return f"De : {'la session entière' if text == 'Session entiere' else text}"
        case "Bag-Group-Identifier":
            return f"Empreinte de l’archive d’origine, avant l’effacement des enregistrements : {text}"
        case _:
            return f"Mention « {label} » : {text}"


def _content(oxum: str) -> str:
    """« 407859.20 »: bytes and files (RFC 8493 section 2.2.2), « 407 859 octets en 20 fichiers »."""
    octets, _, files = oxum.partition(".")
    if not (octets.isdecimal() and files.isdecimal()):
        return oxum
    count = int(files)
    return f"{int(octets):,} octets en {count} fichier{'s' if count > 1 else ''}".replace(",", THIN)


def _day(text: str) -> str:
    try:
        return long_day(date.fromisoformat(text))
    except ValueError:
        return text


def report(verdict: Verdict, is_key_compared: bool, same_root: bool = True) -> list[str]:
    """The lines to print."""
    lines = [fault.words for fault in verdict.faults[:50]]
    if len(verdict.faults) > 50:
        lines.append(f"… et {len(verdict.faults) - 50} autres défauts.")
    if not same_root:
        lines.append(
            f"L’empreinte de l’archive n’est pas celle du PV : elle porte {verdict.root or 'rien de lisible'}."
        )
    if lines:
        return ["L’archive ne tient pas :", *(f"- {line}" for line in lines)]
    lines = [
        f"L’archive est entière : {verdict.files} fichiers, tous tels qu’ils ont été scellés.",
        *(f"  {_about(label, text)}" for label, text in verdict.about),
        f"Empreinte de l’archive : {verdict.root}",
        f"Empreinte de la clé : {verdict.key}",
    ]
    if not is_key_compared:
        lines.append("Comparez ces deux empreintes à celles que le procès-verbal imprime.")
    if verdict.stamped_at is not None:
        at = verdict.stamped_at
        lines.append(
            f"Un horodatage RFC 3161 est joint (horodatage.tsr), du {long_day(at.date())} à "
            f"{at:%-H h %M min %S s} UTC : « openssl ts -verify » le contrôle avec le certificat de son autorité."
        )
    return lines

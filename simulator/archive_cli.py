"""`simulator archive verify FILE`: offline, on any machine, in ten years. Told in French."""

from pathlib import Path
from typing import Annotated

import typer

from archives import Verdict, verify_archive
from simulator.typography import french_spaces

app = typer.Typer(help="Les archives scellées.", no_args_is_help=True)


@app.callback()
def _of_archives() -> None:
    """Les archives scellées."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="L’archive .zip.")],
    key: Annotated[str, typer.Option("--cle", help="Empreinte de la clé, telle que le PV l’imprime.")] = "",
    root: Annotated[str, typer.Option("--empreinte", help="Empreinte de l’archive, telle que le PV l’imprime.")] = "",
) -> None:
    """Vérifie une archive sans serveur ni réseau, et dit ce qui ne tient pas (code de sortie 1)."""
    try:
        verdict = verify_archive(file, key)
    except OSError as error:
        typer.echo(french_spaces(f"« {file} » ne se lit pas : {_why(error)}."), err=True)
        raise typer.Exit(2) from error
    same_root = not root or verdict.root == "".join(root.split()).lower()
    for line in report(verdict, is_key_compared=bool(key), same_root=same_root):
        typer.echo(french_spaces(line))
    if not verdict.is_whole or not same_root:
        raise typer.Exit(1)


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


_LABELS = {
    "Bagging-Date": "Scellée le",
    "Payload-Oxum": "Octets et fichiers",
    "External-Identifier": "Session et poste",
    "Internal-Sender-Description": "De",
}
"""What BagIt's own labels mean (RFC 8493 section 2.2.2)."""


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
        *(f"  {_LABELS.get(label, label)} : {text}" for label, text in verdict.about),
        f"Empreinte de l’archive : {verdict.root}",
        f"Empreinte de la clé : {verdict.key}",
    ]
    if not is_key_compared:
        lines.append("Comparez ces deux empreintes à celles que le procès-verbal imprime.")
    if verdict.stamped_at is not None:
        lines.append(
            f"Un horodatage RFC 3161 est joint (horodatage.tsr), du {verdict.stamped_at:%d/%m/%Y à %H:%M:%S} UTC : "
            "« openssl ts -verify » le contrôle avec le certificat de son autorité."
        )
    return lines

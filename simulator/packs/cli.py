"""`simulator packs …`: scenarios checked, listed, carried out and in. People are told in French."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer

import scenarios
from scenarios import ExamRules, PackError, check_pack, load_exam_rules, load_pack
from scenarios.cli import WHERE_KINDS_ARE, print_faults, write_schemas
from scenarios.cli import check as check_pack_folder
from scenarios.reading import read_pack_files
from scenarios.varying import MOST_SISTERS, VariationImpossible, varied
from scenarios.zipped import AlreadyThere, ZipRefused, files_of, read_zip, take_in, write_zip
from scoring.referential import SHIPPED as REFERENTIAL
from simulator.packs.registry import SHIPPED, PackRegistry, pack_folders
from simulator.settings import Settings, load_settings
from simulator.storage.problems import said_in_words
from simulator.typography import french_spaces

packs = typer.Typer(help="Les scénarios.", no_args_is_help=True)

SKELETON = Path(scenarios.__file__).parent / "skeleton"
"""A small pack that is right, with a comment at each field."""

EXAM_FORMATS = {None: "entraînement", "title": "titre", "ccp1": "CCP 1", "ccp2": "CCP 2"}
CHANNELS = {"phone": "appel", "chat": "chat "}
DIRECTIONS = {"inbound": "entrant", "outbound": "sortant"}


@packs.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="Un dossier ; sans lui, tous les scénarios installés")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Sortie JSON")] = False,
) -> None:
    """Vérifie un scénario, ou tous ceux de l’installation : toutes les fautes d’un coup, avec leur remède."""
    rules = load_exam_rules(REFERENTIAL)
    if folder is not None:
        raise typer.Exit(check_pack_folder(folder, rules, as_json))
    settings = load_settings()
    homes = [home for root in (SHIPPED, own_packs(settings)) for home in pack_folders(root)]
    codes = [_check_installed(home, rules, as_json) for home in homes]
    raise typer.Exit(max(codes, default=0))


def _check_installed(home: Path, rules: ExamRules, as_json: bool) -> int:
    if not as_json:
        say(f"\n{home}")
    return check_pack_folder(home, rules, as_json)


@packs.command("list")
def list_packs() -> None:
    """Les scénarios installés."""
    settings = load_settings()
    for pack in PackRegistry(SHIPPED, own_packs(settings)).all():
        typer.echo(
            f"{pack.company.id:24} {pack.company.name} — {len(pack.customers)} clients, {len(pack.subjects)} sujets"
        )


@packs.command("export")
def export(
    pack: Annotated[str, typer.Argument(help="Un scénario de « packs list », ou un dossier")],
    file: Annotated[Path, typer.Argument(help="Le fichier .zip à écrire")],
    replace: Annotated[bool, typer.Option("--replace", help="Remplacer le fichier s’il existe")] = False,
) -> None:
    """Écrit un scénario entier dans un fichier ZIP : son dossier YAML, octet pour octet, et ses séquences."""
    settings = load_settings()
    folder = folder_of(pack, settings)
    if file.exists() and not replace:
        refuse(f"« {file} » existe déjà : choisissez un autre nom, ou ajoutez --replace.")
    faults = check_pack(folder)
    with said_in_words(settings, written=file.absolute().parent):
        files = files_of(folder)
        _write_whole(files, folder.resolve().name, file)
    say(f"« {file} » contient les {len(files)} fichiers de « {folder.name} ».")
    if errors := sum(fault.severity == "error" for fault in faults):
        say(f"Ce scénario a {errors} erreur(s) : « packs import » le refusera. Voyez « packs check {folder} ».")


@packs.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Le fichier .zip d’un scénario")],
    pack_id: Annotated[
        str | None, typer.Option("--as", help="Un autre identifiant, pour le garder à côté de l’original")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Remplacer le scénario de même identifiant")] = False,
) -> None:
    """Prend un scénario d’un fichier ZIP : vérifié en entier d’abord, installé d’un coup ou pas du tout."""
    settings = load_settings()
    if not file.is_file():
        refuse(f"« {file} » n’existe pas : vérifiez le chemin.")
    try:
        with said_in_words(settings, written=own_packs(settings)), file.open("rb") as source:
            taken = take_in(
                read_zip(source),
                own_packs(settings),
                rules=load_exam_rules(REFERENTIAL),
                pack_id=pack_id,
                replace=replace,
            )
    except ZipRefused as refused:
        refuse(f"{refused.problem} {refused.remedy}\nRien n’a été installé.")
    except AlreadyThere as there:
        refuse(
            f"Le scénario « {there.pack_id} » est déjà installé : ajoutez --replace pour le remplacer, ou --as NOM "
            "pour le garder à côté."
        )
    except PackError as error:
        print_faults(error.faults)
        refuse("Ce scénario a des erreurs : corrigez-les, puis recommencez. Rien n’a été installé.")
    print_faults(list(taken.remarks))
    say(f"Le scénario « {taken.pack_id} » est {'remplacé' if taken.has_replaced else 'installé'} : {taken.folder}.")
    say("Combiné le propose à la prochaine liste de scénarios, sans redémarrer.")
    say("Les séances déjà créées gardent leur copie.")


@packs.command("new")
def new(
    folder: Annotated[Path, typer.Argument(help="Le dossier à créer ; son nom est l’identifiant du scénario")],
) -> None:
    """Crée une petite entreprise d’exemple, juste et commentée, à remplacer pas à pas par la vôtre."""
    try:
        with said_in_words(load_settings(), written=folder.absolute().parent):
            made = take_in(files_of(SKELETON), folder.absolute().parent, pack_id=folder.name)
    except ZipRefused as refused:
        refuse(f"{refused.problem} {refused.remedy}")
    except AlreadyThere:
        refuse(f"« {folder} » existe déjà : choisissez un autre nom.")
    say(f"« {folder} » est créé. Ouvrez {folder / 'company.yaml'}, puis vérifiez à chaque pas :")
    say(f"  simulator packs check {folder}")
    say(f"  simulator packs export {folder} {made.pack_id}.zip, puis packs import, pour l’installer")


@packs.command("show")
def show(pack: Annotated[str, typer.Argument(help="Un scénario de « packs list », ou un dossier")]) -> None:
    """Ce qu’un scénario contient : l’entreprise, les sujets et leurs échanges, les études de cas."""
    folder = folder_of(pack, load_settings())
    try:
        found = load_pack(folder)
    except PackError as error:
        print_faults(error.faults)
        refuse(f"« {folder} » a des erreurs : corrigez-les d’abord.")
    company = found.company
    say(f"{company.name} ({company.id}) – {company.tagline}")
    say(
        f"Jour de l’histoire : {company.story_date:%d/%m/%Y} ; {len(found.customers)} clients, {len(found.products)} "
        f"produits, {len(found.procedures)} procédures."
    )
    for subject in found.subjects:
        say(f"\n{subject.id} – {subject.title} ({EXAM_FORMATS[subject.exam_format]})")
        for exchange in subject.exchanges:
            face, name = exchange.candidate, found.customer(exchange.customer).display_name
            way = f"{CHANNELS[face.channel]} {DIRECTIONS[face.direction]:8} {exchange.minutes:2} min"
            say(f"  {exchange.id:28} {way}  {', '.join(exchange.competences):10} {name}")
    for study in found.case_studies:
        say(f"\n{study.id} – {study.title} (étude de cas, {len(study.sequences)} séquences)")


@packs.command("schema")
def schema(folder: Annotated[Path, typer.Argument(help="Le dossier où écrire les schémas")]) -> None:
    """Écrit les schémas JSON des fichiers d’un scénario, pour qu’un éditeur complète et souligne en écrivant."""
    with said_in_words(load_settings(), written=folder.absolute().parent):
        write_schemas(folder)
    say("Dans les réglages de VS Code (extension YAML de Red Hat) :")
    kinds = {(folder.absolute() / f"{kind}.schema.json").as_uri(): where for kind, where in WHERE_KINDS_ARE.items()}
    typer.echo(json.dumps({"yaml.schemas": kinds}, ensure_ascii=False, indent=2))


@packs.command("vary")
def vary(
    pack: Annotated[str, typer.Argument(help="Un scénario de « packs list », ou un dossier")],
    exchange: Annotated[str, typer.Argument(help="L’échange à varier, déclaré dans « variations »")],
    out: Annotated[Path, typer.Option("--out", help="Le dossier ou le fichier .zip à écrire")],
    count: Annotated[int, typer.Option("--count", min=1, max=MOST_SISTERS, help="Combien d’échanges")] = 6,
    seed: Annotated[int, typer.Option("--seed", min=0, max=999_999, help="La même donne le même résultat")] = 1,
) -> None:
    """Écrit le scénario avec des variantes d’un échange : autres noms, montants et dates, même cas."""
    settings = load_settings()
    folder, rules = folder_of(pack, settings), load_exam_rules(REFERENTIAL)
    if out.exists():
        refuse(f"« {out} » existe déjà : choisissez un autre nom.")
    if errors := [fault for fault in check_pack(folder, rules) if fault.severity == "error"]:
        print_faults(errors)
        refuse(f"« {folder} » a des erreurs : corrigez-les d’abord.")
    home = out.absolute().parent
    try:
        made = varied(read_pack_files(folder), files_of(folder), exchange, count, seed)
        with said_in_words(settings, written=home):
            if out.suffix == ".zip":
                with tempfile.TemporaryDirectory() as aside:
                    take_in(made.files, Path(aside), rules=rules)
                _write_whole(made.files, folder.resolve().name, out)
            else:
                take_in(made.files, home, rules=rules, pack_id=out.name)
    except VariationImpossible as impossible:
        refuse(str(impossible))
    except ZipRefused as refused:
        refuse(f"{refused.problem} {refused.remedy}")
    except PackError as error:
        print_faults(error.faults)
        refuse("Une variante n’est pas juste : corrigez la déclaration. Rien n’a été écrit.")
    say(f"« {out} » contient {count} variante(s) de « {exchange} », dans : {', '.join(made.subjects)}.")


def _write_whole(files: Mapping[str, bytes], folder: str, file: Path) -> None:
    """Written beside, then there by one rename: a cut leaves no half of a ZIP. Raises OSError."""
    handle, coming = tempfile.mkstemp(prefix=".", dir=file.absolute().parent)
    try:
        with os.fdopen(handle, "wb") as into:
            write_zip(files, folder, into)
        os.chmod(coming, 0o644)
        os.replace(coming, file)
    finally:
        Path(coming).unlink(missing_ok=True)


def own_packs(settings: Settings) -> Path:
    """Where this installation's own packs are, beside the shipped ones."""
    return settings.packs or settings.data / "packs"


def folder_of(pack: str, settings: Settings) -> Path:
    """An installed pack by its identifier, or any folder. Leaves with a sentence where there is none."""
    named = {home.name: home for root in (SHIPPED, own_packs(settings)) for home in pack_folders(root)}
    found = named.get(pack) or Path(pack)
    if not (found / "company.yaml").is_file():
        refuse(f"« {pack} » n’est ni un scénario installé ni un dossier de scénario. Voyez « packs list ».")
    return found


def say(text: str) -> None:
    """To the terminal, with French spaces."""
    typer.echo(french_spaces(text))


def refuse(text: str) -> NoReturn:
    """Leaves with exit code 2."""
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)

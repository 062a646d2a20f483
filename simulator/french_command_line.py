"""What typer says of its own (usage, help, wrong arguments), in French like the rest of the command line.

typer has no translations of these words: help is written here, its faults are known by their English sentence and
said anew. One that a later typer words otherwise stays as it is, and fails its test.
"""

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import typer
from typer._click import Command, Context, HelpFormatter, Parameter
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from simulator.typography import NO_BREAK, french_spaces

CUT = 130
"""The exit status of a command that Ctrl C ended, as shells have it."""

ARGUMENTS = {
    "exchange": "ÉCHANGE",
    "file": "FICHIER",
    "folder": "DOSSIER",
    "login": "IDENTIFIANT",
    "name": "NOM",
    "pack": "SCÉNARIO",
    "word": "MOT",
}
"""What arguments are called where their command gives them no name, as the guides write them."""

HELP = {
    "Show this message and exit.": "Affiche cette aide.",
    "Install completion for the current shell.": "Installe la complétion des commandes dans ce terminal.",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "Affiche cette complétion, pour la copier."
    ),
}

_Q = "['\"](.+?)['\"]"

FAULTS = [
    (rf"No such command {_Q}\..*", "« {0} » n’est pas une commande."),
    (r"No such option: (\S+)(?: \(Possible options: .+\))?", "« {0} » n’est pas une option de cette commande."),
    (rf"Missing argument {_Q}\.", "Il manque : {0}."),
    (rf"Missing option {_Q}(?: / .+?)?\.(?: Choose from:.*)?", "Il manque l’option « {0} »."),
    (r"Missing command\.", "Il manque une commande."),
    (r"Got unexpected extra argument\(s\) \((.+)\)", "En trop : {0}."),
    (rf"Option {_Q} requires an argument\.", "L’option « {0} » demande une valeur."),
    (rf"Option {_Q} does not take a value\.", "L’option « {0} » ne prend pas de valeur."),
    (rf"Invalid value for {_Q}(?: / .+?)?(?: \(env var: .+?\))?: (.+)", "« {0} » : {1}"),
    (r"Input should be a valid integer.*", "un nombre entier est attendu."),
    (r"Input should be a valid number.*", "un nombre est attendu."),
    (r"Input should be greater than or equal to (\S+)", "{0} au moins."),
    (r"Input should be less than or equal to (\S+)", "{0} au plus."),
    (rf"Value error, {_Q} is not one of (.+)\.", "« {0} » n’en est pas une valeur : {1}."),
    (rf"(?:path|file|dir) {_Q} does not exist\.", "« {0} » n’existe pas."),
    (rf"(?:path|file|dir) {_Q} is a file\.", "« {0} » n’est pas un dossier."),
    (rf"(?:path|file|dir) {_Q} is a directory\.", "« {0} » est un dossier."),
    (rf"(?:path|file|dir) {_Q} is not (?:readable|writable)\.", "le droit manque sur « {0} »."),
]


def in_french(sentence: str) -> str:
    """A fault of typer's; one that is not known (ours are French already) as it is."""
    for english, french in FAULTS:
        found = re.fullmatch(english, sentence, re.DOTALL)
        if found is not None:
            return french.format(*(in_french(_bare(one)) for one in found.groups("")))
    return sentence


def _bare(values: str) -> str:
    """« 'title', 'ccp1' » without its quotes; an apostrophe within a name stays."""
    return ", ".join(values.removeprefix("'").removesuffix("'").split("', '"))


def tell_fault(fault: ClickException) -> None:
    """On the error output: what is wrong, what the command takes, where its help is."""
    if isinstance(fault, NoArgsIsHelpError):
        typer.echo(fault.message, err=True)
        return
    lines = [in_french(fault.format_message())]
    context = fault.ctx if isinstance(fault, UsageError) else None
    if context is not None:
        lines += [
            *_near(fault.message, context),
            context.get_usage(),
            f"Aide : {context.command_path} {context.help_option_names[0]}",
        ]
    typer.echo(french_spaces("\n".join(lines)), err=True)


@contextmanager
def _told_of(context: Context) -> Generator[None]:
    """typer's parser forgets of which command some faults are."""
    try:
        yield
    except UsageError as fault:
        fault.ctx = fault.ctx or context
        raise


def _near(message: str, context: Context) -> list[str]:
    """The commands, or options, that were perhaps meant."""
    command = context.command
    missed = re.match(rf"No such command {_Q}", message)
    if missed is not None and isinstance(command, TyperGroup):
        near = get_close_matches(missed[1], command.list_commands(context))
    elif (missed := re.match(r"No such option: (\S+)", message)) is not None:
        near = get_close_matches(missed[1], [name for one in command.get_params(context) for name in one.opts])
    else:
        near = []
    return [f"Peut-être : {', '.join(near)}"] if near else []


class FrenchCommand(TyperCommand):
    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        with _told_of(ctx):
            return super().parse_args(ctx, args)

    def get_params(self, ctx: Context) -> list[Parameter]:
        return _named(super().get_params(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        _write_usage(self, ctx, formatter)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        _write_help(self, ctx, formatter)


class FrenchGroup(TyperGroup):
    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        with _told_of(ctx):
            return super().parse_args(ctx, args)

    def get_params(self, ctx: Context) -> list[Parameter]:
        return _named(super().get_params(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        _write_usage(self, ctx, formatter, "COMMANDE…")

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        _write_help(self, ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        _write_table(formatter, "Commandes", [(name, one.help or "") for name, one in commands if one is not None])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Raises SystemExit: 2 for wrong arguments, CUT for Ctrl C, otherwise what the command said."""
        try:
            status = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except ClickException as fault:
            tell_fault(fault)
            raise SystemExit(fault.exit_code) from None
        except typer.Abort:
            # Ctrl C, or the end of what is typed, where a question was asked.
            status = CUT
        if status == CUT:
            typer.echo("Interrompu.", err=True)
        raise SystemExit(status or 0)


def speaks_french(commands: typer.Typer) -> typer.Typer:
    """The same, once typer makes its commands: each of them tells its help in French."""
    commands.info.cls = FrenchGroup
    for one in commands.registered_commands:
        one.cls = FrenchCommand
    for group in commands.registered_groups:
        if group.typer_instance is not None:
            speaks_french(group.typer_instance)
    return commands


def _named(parameters: list[Parameter]) -> list[Parameter]:
    for one in parameters:
        if isinstance(one, TyperArgument) and one.metavar is None:
            one.metavar = ARGUMENTS.get(one.name or "")
        elif isinstance(one, TyperOption) and one.help is not None:
            one.help = HELP.get(one.help, one.help)
    return parameters


def _write_usage(command: Command, ctx: Context, formatter: HelpFormatter, then: str = "") -> None:
    arguments = [_argument(one) for one in command.get_params(ctx) if isinstance(one, TyperArgument)]
    pieces = " ".join(filter(None, ["[OPTIONS]", *arguments, then]))
    formatter.write_usage(ctx.command_path, pieces, f"Utilisation{NO_BREAK}: ")


def _write_help(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    command.format_usage(ctx, formatter)
    command.format_help_text(ctx, formatter)
    shown = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    arguments = [(_argument(one), one.help or "") for one in shown if isinstance(one, TyperArgument)]
    _write_table(formatter, "Arguments", [one for one in arguments if one[1]])
    _write_table(
        formatter, "Options", [(_option(one), _use(one, ctx)) for one in shown if isinstance(one, TyperOption)]
    )


def _write_table(formatter: HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(f"{title}{NO_BREAK}"):
            formatter.write_dl([(name, french_spaces(told)) for name, told in rows])


def _argument(one: TyperArgument) -> str:
    name = one.display_name_raw
    return name if one.required else f"[{name}]"


def _option(one: TyperOption) -> str:
    """« --out CHEMIN », « --check », « --format title|ccp1 »."""
    names = ", ".join([*one.opts, *one.secondary_opts])
    kind = one.type_descriptor
    if one.is_flag:
        return names
    if kind.is_choice:
        return f"{names} {'|'.join(_value(choice) for choice in kind.choices or ())}"
    if kind.is_path:
        return f"{names} CHEMIN"
    return f"{names} {'NOMBRE' if kind.is_ranged else 'TEXTE'}"


def _use(one: TyperOption, ctx: Context) -> str:
    default = one.get_default(ctx, call=False)
    notes = [
        "nécessaire" if one.required else "",
        f"de {one.min:g} à {one.max:g}" if one.min is not None and one.max is not None else "",
        f"sans elle : {_value(default)}" if default not in (None, "", False) and not one.required else "",
    ]
    said = "; ".join(filter(None, notes)).replace(";", " ;")
    return f"{one.help or ''} [{said}]".strip() if said else one.help or ""


def _value(choice: object) -> str:
    return str(getattr(choice, "value", choice))

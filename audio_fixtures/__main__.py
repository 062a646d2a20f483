"""`python -m audio_fixtures`: make the voices and recorded sequences that are missing or stale (see `make.sh`)."""

import argparse
import sys
from collections.abc import Callable

from audio_fixtures.assets import MissingModel
from audio_fixtures.making import NotUnderstood, Studio, make
from audio_fixtures.manifest import Made, read_manifest, write_manifest
from audio_fixtures.rendering import Speaker
from audio_fixtures.script import BadScript, Script, sequences, utterances


def main(arguments: list[str]) -> int:
    """0: all is made; 1: something is refused or absent, said on standard error."""
    parser = argparse.ArgumentParser(prog="python -m audio_fixtures", description="Fabrique les voix livrées.")
    parser.add_argument("what", nargs="?", choices=["all", "voices", "sequences"], default="all")
    parser.add_argument("--force", action="store_true", help="refait aussi ce qui est à jour")
    parser.add_argument("--telephone", action="store_true", help="séquences en bande téléphonique (300–3400 Hz)")
    chosen = parser.parse_args(arguments)
    try:
        voices, calls = utterances(), sequences()
        known = read_manifest()
        made = {script.audio: known[script.audio] for script in [*voices, *calls] if script.audio in known}
        for name, scripts, telephone in (("voices", voices, False), ("sequences", calls, chosen.telephone)):
            if chosen.what in (name, "all") and scripts:
                _make_each_group(scripts, made, _studio(telephone), chosen.force)
        write_manifest(made)
    except (MissingModel, NotUnderstood, BadScript) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"{len(made)} fichiers à jour.")
    return 0


def _make_each_group(scripts: list[Script], made: dict[str, Made], studio: Studio, force: bool) -> None:
    """The manifest is written even if a later group is refused: what is done stays done."""
    try:
        made |= make(scripts, dict(made), studio, force=force)
    finally:
        write_manifest(made)


def _studio(telephone: bool) -> Studio:
    from audio_fixtures.hearing import Listener

    return Studio(chosen_speaker(), Listener(), print, telephone)


def chosen_speaker() -> Callable[[], Speaker]:
    """Kokoro; espeak-ng when its model is not there, and that is said."""
    from audio_fixtures.espeak import Espeak
    from audio_fixtures.kokoro import Kokoro

    try:
        Kokoro()
    except MissingModel as missing:
        print(f"{missing}\nEn attendant, espeak-ng parle à la place de Kokoro.", file=sys.stderr)
        return Espeak
    return Kokoro


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

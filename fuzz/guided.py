"""`python -m fuzz.guided NAME SECONDS FOLDER`: one target under Atheris, its corpus and findings kept in FOLDER.

Ends with 0 when the time is over and nothing escaped; memory beyond `MOST_MEGABYTES` counts as escaped.
"""

import asyncio
import importlib
import sys
from pathlib import Path

import atheris

from fuzz.target import Feeding, Target

INSTRUMENTED = (
    "telephony",
    "aiosipua",
    "aiortc",
    "aioice",
    "simulator.desk.live",
    "simulator.live_messages",
    "simulator.desk",
)
MOST_MEGABYTES = 1500


def main(name: str, seconds: int, folder: Path) -> None:
    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        target: Target = importlib.import_module(f"fuzz.{name}").TARGET
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number:02}").write_bytes(seed)
    words = folder / "words.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    feeding = Feeding(target)
    loop.run_until_complete(feeding.__aenter__())
    options = (
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-artifact_prefix={folder}/found-",
        f"-dict={words}",
        "-print_final_stats=1",
        "-verbosity=0",
        "-timeout=20",
    )
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: loop.run_until_complete(feeding.one(data)))
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

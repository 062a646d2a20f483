"""`python -m abuse [NAME…]`: each abuse of this folder against a real server; a table, and 1 when one succeeds."""

import argparse
import asyncio
import importlib
import sys
import tempfile
import time
from pathlib import Path

from abuse.abuse import Abuse, Seen
from abuse.house import Street, a_house

FOLDER = Path(__file__).parent
START_SECONDS = 90.0


def discover() -> dict[str, Abuse]:
    """By name: every module of this folder that has an `ABUSE`, and those in a module's `ABUSES`."""
    found: dict[str, Abuse] = {}
    for path in sorted(FOLDER.glob("[!_]*.py")):
        module = importlib.import_module(f"abuse.{path.stem}")
        found |= getattr(module, "ABUSES", {})
        if hasattr(module, "ABUSE"):
            found[path.stem] = module.ABUSE
    return found


async def attack(abuse: Abuse, street: Street) -> Seen:
    """One abuse at two seats of its own; what goes wrong on the way is a failure too."""
    try:
        async with asyncio.timeout(abuse.longest + START_SECONDS):
            async with a_house(await street.server(abuse.soft_limit)) as house:
                return await asyncio.wait_for(abuse.run(house), abuse.longest)
    except Exception as error:  # noqa: BLE001 - told in the table, the others are still run
        return Seen(f"{type(error).__name__}: {str(error)[:160]}", False)


async def run(abuses: dict[str, Abuse]) -> int:
    """How many came to something else than expected."""
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="abuse-", ignore_cleanup_errors=True) as folder:
        street = Street(Path(folder))
        try:
            for name, abuse in abuses.items():
                begun = time.monotonic()
                seen = await attack(abuse, street)
                wrong += not seen.is_right
                took = f"{time.monotonic() - begun:.0f} s"
                print(f"{'✓' if seen.is_right else '✗'} {name}: {abuse.what} ({took})", flush=True)
                print(f"    expected: {abuse.expected}\n    seen:     {seen.what}", flush=True)
        finally:
            await street.close()
    print(f"{len(abuses) - wrong} as expected, {wrong} not")
    return wrong


def main(wanted: list[str]) -> int:
    abuses = discover()
    unknown = sorted(set(wanted) - set(abuses))
    if unknown:
        print(f"no such abuse: {', '.join(unknown)}; there are: {', '.join(abuses)}", file=sys.stderr)
        return 2
    return 1 if asyncio.run(run({name: abuses[name] for name in wanted or abuses})) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m abuse", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    sys.exit(main(parser.parse_args().names))

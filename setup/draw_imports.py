"""Draws who knows whom inside `simulator/`, at one commit or as it is now: `python -m setup.draw_imports [COMMIT]`.

One box a room, in the order of the layers; arrows that run down are thin, arrows that run back up thick and red. An
arrow's number: how many imports. Written as `docs/images/imports-….svg`; see docs/imports.md.
"""

import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from grimp import build_graph

ROOT = Path(__file__).parent.parent
PACKAGE = "simulator"
WIDTH, ROW, BOX = 900, 46, (104, 26)


def layers() -> list[list[str]]:
    """Top to bottom, as the contract says; what stands beside all layers is left out."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["type"] == "layers" and one["containers"] == [PACKAGE])
    return [line.split(" | ") for line in contract["layers"]]


def arrows(folder: Path) -> Counter[tuple[str, str]]:
    """Imports at run time between rooms, counted; a module directly in the package is a room of its own."""
    sys.path.insert(0, str(folder))
    graph = build_graph(PACKAGE, exclude_type_checking_imports=True, cache_dir=None)
    counted: Counter[tuple[str, str]] = Counter()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            knows, known = _room(importer), _room(imported)
            if knows and known and knows != known:
                counted[knows, known] += 1
    return counted


def _room(module: str) -> str:
    """Which room a module is in; empty for the package itself."""
    return module.removeprefix(PACKAGE).lstrip(".").partition(".")[0]


def draw(counted: Counter[tuple[str, str]], title: str) -> str:
    """The picture, as SVG."""
    rows = layers()
    known = {name for pair in counted for name in pair}
    level = {name: number for number, row in enumerate(rows) for name in row if name in known}
    at: dict[str, tuple[float, float]] = {}
    for number, row in enumerate(rows):
        here = [name for name in row if name in known]
        for place, name in enumerate(here):
            # Shifted from row to row: arrows past a row do not run through its boxes.
            x = WIDTH * (place + 1) / (len(here) + 1) + (number % 3 - 1) * 110
            at[name] = (x, 60 + number * ROW)
    shown = {pair: many for pair, many in counted.items() if pair[0] in at and pair[1] in at}
    up = {pair: many for pair, many in shown.items() if level[pair[0]] >= level[pair[1]]}
    height = 80 + len(rows) * ROW
    said = f"{title}: {len(shown)} arrows between {len(at)} rooms, {len(up)} of them up or across"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
        f"<title>{said}</title>",
        '<defs><marker id="down" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0L6 3L0 6z" fill="#7a869a"/></marker><marker id="up" viewBox="0 0 6 6" refX="6" refY="3" '
        'markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0L6 3L0 6z" fill="#c0392b"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="15" fill="#1d2733">{said}</text>',
    ]
    for pair, many in sorted(shown.items(), key=lambda one: one[0] in up):
        (x1, y1), (x2, y2) = at[pair[0]], at[pair[1]]
        is_up = pair in up
        end = y2 + BOX[1] / 2 if y2 < y1 else y2 - BOX[1] / 2
        start = y1 - BOX[1] / 2 if y2 < y1 else y1 + BOX[1] / 2
        bend = (60 if is_up else 0) * (1 if x1 >= WIDTH / 2 else -1)
        look = 'stroke="#c0392b" stroke-width="2"' if is_up else 'stroke="#7a869a" stroke-width="0.8" opacity="0.6"'
        parts.append(
            f'<path d="M{x1:.0f} {start:.0f}Q{(x1 + x2) / 2 + bend:.0f} {(y1 + y2) / 2:.0f} {x2:.0f} {end:.0f}" '
            f'fill="none" {look} marker-end="url(#{"up" if is_up else "down"})">'
            f"<title>{pair[0]} → {pair[1]}: {many}</title></path>"
        )
    for name, (x, y) in at.items():
        parts.append(
            f'<rect x="{x - BOX[0] / 2:.0f}" y="{y - BOX[1] / 2:.0f}" width="{BOX[0]}" height="{BOX[1]}" rx="5" '
            f'fill="#eef3f9" stroke="#34495e"/><text x="{x:.0f}" y="{y + 4:.0f}" font-size="12" '
            f'text-anchor="middle" fill="#1d2733">{name}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    commit = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = ROOT
        if commit is not None:
            packed = subprocess.run(
                ["git", "archive", commit, PACKAGE], cwd=ROOT, capture_output=True, check=True, timeout=60
            ).stdout
            subprocess.run(["tar", "-x", "-C", scratch], input=packed, check=True, timeout=60)
            folder = Path(scratch)
        name = "before" if commit is not None else "now"
        picture = draw(arrows(folder), "Before" if commit is not None else "Now")
        target = ROOT / "docs" / "images" / f"imports-{name}.svg"
        target.write_text(picture)
        print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()

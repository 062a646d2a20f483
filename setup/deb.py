"""`make deb`: dist/combine_VERSION_ARCH.deb, for Debian 12: the wheel and all it needs in /opt/combine, its service,
its own account, its configuration. What it does when it is installed and removed is in deploy/debian/.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

from dist import DIST, make
from machine import BIN, ROOT, install_or_say, run_quietly, say, stop
from ready import ready_to_package
from sums import write_sums

RECIPE = ROOT / "deploy" / "debian"
HOME = Path("opt/combine")
SCRIPTS = ("postinst", "prerm", "postrm")
DEBIAN_PYTHON = Path("/usr/bin/python3")


def build_deb(wheel: Path, out: Path, constraints: Path | None) -> Path:
    """The package of this wheel. Without `constraints` what it depends on is left out: for tests, which lend it."""
    with tempfile.TemporaryDirectory(prefix="combine-deb-") as name:
        tree = Path(name)
        tree.chmod(0o755)
        _environment(tree, wheel, constraints)
        _files(tree)
        _control(tree, wheel.name.split("-")[1], with_libraries=constraints is not None)
        out.mkdir(parents=True, exist_ok=True)
        run_quietly(["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", tree, out], "construction du .deb")
    return max(out.glob("combine_*.deb"), key=lambda one: one.stat().st_mtime_ns)


def _environment(tree: Path, wheel: Path, constraints: Path | None) -> None:
    """A virtual environment at its place below `tree`, that believes to be at the same place below /."""
    home = tree / HOME
    run_quietly([DEBIAN_PYTHON, "-m", "venv", "--without-pip", home], "création de l’environnement Python")
    given = ["-c", constraints] if constraints else ["--no-deps", "--no-index"]
    pip = [BIN / "python", "-m", "pip", "--python", home / "bin" / "python", "install", "-q", "--no-compile"]
    run_quietly([*pip, "--no-input", "--no-warn-script-location", *given, wheel], "installation du paquet")
    for script in (home / "bin").iterdir():
        if script.is_file() and not script.is_symlink():
            text = script.read_bytes()
            script.write_bytes(text.replace(os.fsencode(tree), b""))
    settings = home / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace(str(tree), ""))
    if constraints:
        # The service may write nothing there: without these each start would compile everything again.
        compiling = [home / "bin" / "python", "-m", "compileall", "-q", "-s", tree, "-p", "/", home / "lib"]
        subprocess.run(compiling, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _files(tree: Path) -> None:
    """Unit, configuration, command; the first two are what `simulator service` writes elsewhere."""
    sys.path.insert(0, str(ROOT))
    from simulator.service.unit import NAME, Places, config_text, unit_text

    places = Places(program=PurePosixPath("/", HOME, "bin", "simulator"))
    wanted = {
        f"lib/systemd/system/{NAME}": (unit_text(places), 0o644),
        "etc/combine/combine.toml": (config_text(places.data), 0o640),
        "usr/bin/combine": ((RECIPE / "combine").read_text(), 0o755),
        "usr/share/doc/combine/copyright": ((ROOT / "LICENSE").read_text(), 0o644),
    }
    for name, (text, mode) in wanted.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)


def _control(tree: Path, version: str, with_libraries: bool) -> None:
    told = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    python = subprocess.run(
        [DEBIAN_PYTHON, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=True
    )
    major, minor = map(int, python.stdout.split())
    size = sum(one.stat().st_size for one in tree.rglob("*") if one.is_file() and not one.is_symlink())
    libraries = _libraries(tree) if with_libraries else []
    folder = tree / "DEBIAN"
    folder.mkdir()
    text = (RECIPE / "control").read_text()
    (folder / "control").write_text(
        text.format(
            version=version,
            architecture=told.stdout.strip(),
            kilobytes=size // 1024,
            python=f"{major}.{minor}",
            next_python=f"{major}.{minor + 1}",
            libraries="".join(f", {one}" for one in libraries),
        )
    )
    shutil.copy(RECIPE / "conffiles", folder)
    for name in SCRIPTS:
        shutil.copy(RECIPE / name, folder)
        (folder / name).chmod(0o755)


def _libraries(tree: Path) -> list[str]:
    """Debian packages of the shared libraries that wheels expect of the machine, and libc's."""
    shared = [one for one in (tree / HOME).rglob("*.so*") if one.is_file()]
    found: set[Path] = set()
    for one in shared:
        told = subprocess.run(["ldd", one], capture_output=True, text=True)
        found |= {Path(path) for path in re.findall(r"=> (/(?:usr/)?lib/\S+)", told.stdout)}
        missing = re.findall(r"(\S+) => not found", told.stdout)
        own = {each.name for each in shared}
        if lost := [name for name in missing if name not in own]:
            stop(f"{one.name} attend {', '.join(lost)}, que cette machine n’a pas.")
    packages: set[str] = set()
    for path in found:
        for each in (path, Path("/usr", *path.parts[1:]), path.resolve()):
            told = subprocess.run(["dpkg", "-S", each], capture_output=True, text=True)
            if told.returncode == 0:
                packages.add(told.stdout.split(":")[0])
                break
    return sorted(packages)


def main() -> None:
    ready_to_package()
    if shutil.which("dpkg-deb") is None:
        stop("Un paquet Debian se construit sous Debian : dpkg-deb manque.")
    if not DEBIAN_PYTHON.exists():
        install_or_say(["python3", "python3-venv"], "Il manque le Python de Debian.")
    wheel = next(one for one in make(DIST) if one.suffix == ".whl")
    say("Construction du paquet Debian…")
    made = build_deb(wheel, DIST, DIST / "constraints.txt")
    write_sums(DIST)
    say(f"{made.name} ({made.stat().st_size / 1e6:.0f} Mo)")


if __name__ == "__main__":
    main()

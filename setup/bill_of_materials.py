"""What the package is made of and needs, as CycloneDX 1.6, from the locks of Python and of the web application.

Runs in `.venv`, where cyclonedx-python-lib is and whose packages say under which licence they come:
`bill_of_materials.py VERSION` prints it.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata

from constraints import OF_PACKAGE, Pinned, every_pinned
from machine import BIN, ROOT, environment, stop

LONGEST_LICENCE = 80
"""Characters: older packages put the whole text where its name belongs."""


def bill_of_materials(version: str) -> str:
    """JSON. Blocks for a second or two."""
    program = [BIN / "python", __file__, version]
    told = subprocess.run(program, cwd=ROOT, env=environment(), capture_output=True, text=True)
    if told.returncode != 0:
        stop(told.stderr.rstrip(), "", "La nomenclature (SBOM) n’a pas pu être écrite.")
    return told.stdout


def _print(version: str) -> None:
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    def component(purl: PackageURL, name: str, licence: str, hashes: list[HashType]) -> Component:
        # Every file that may come under that version: a wheel for each kind of machine, and the sources.
        files = ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(purl.to_string()), hashes=hashes)
        return Component(
            name=name,
            version=purl.version,
            type=ComponentType.LIBRARY,
            bom_ref=purl.to_string(),
            purl=purl,
            licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
            external_references=[files] if hashes else [],
        )

    def python(one: Pinned) -> Component:
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes]
        return component(PackageURL("pypi", name=one.name, version=one.version), one.name, _licence(one), hashes)

    def web(name: str, about: dict[str, str]) -> Component:
        scope, _, short = name.rpartition("/")
        algorithm, _, digest = about["integrity"].partition("-")
        kind = {"sha512": HashAlgorithm.SHA_512, "sha1": HashAlgorithm.SHA_1}[algorithm]
        purl = PackageURL("npm", namespace=scope or None, name=short, version=about["version"])
        hashes = [HashType(alg=kind, content=base64.b64decode(digest).hex())]
        return component(purl, name, about.get("license", ""), hashes)

    own = Component(name="combine", version=version, type=ComponentType.APPLICATION, bom_ref="combine")
    parts = {one.bom_ref.value: one for one in map(python, every_pinned(OF_PACKAGE))}
    parts |= {one.bom_ref.value: one for one in (web(name, about) for name, about in _web_packages())}
    bom = Bom(components=parts.values())
    bom.metadata.component = own
    bom.register_dependency(own, parts.values())
    print(JsonV1Dot6(bom).output_as_string(indent=1))


def _licence(one: Pinned) -> str:
    """What the installed package says of itself; nothing where it is not installed here."""
    try:
        about = metadata.metadata(one.name)
    except metadata.PackageNotFoundError:
        return ""
    said = about.get("License-Expression") or about.get("License") or ""
    return said if len(said) < LONGEST_LICENCE else ""


def _web_packages() -> Iterator[tuple[str, dict[str, str]]]:
    """Name and lock entry of what the built application may hold: no tool that only builds or tests it."""
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    for place, about in packages.items():
        if place and not about.get("dev") and not about.get("devOptional"):
            yield place.rpartition("node_modules/")[2], about


if __name__ == "__main__":
    _print(sys.argv[1])

"""What is installed is named, pinned, free to use, and fetched from the default places only."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from tests.tidy.sources import text

PIN: Final = re.compile(r"^[A-Za-z0-9._-]+==[^\s;]+$")
# Strong copyleft would bind whoever passes the product on. The lesser kind (psycopg) does not.
STRONG_COPYLEFT: Final = re.compile(r"(?<!L)\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)


def pins() -> dict[str, str]:
    kept = [line for line in text(Path("constraints.txt")).splitlines() if line and not line.startswith("#")]
    assert [line for line in kept if not PIN.match(line)] == []
    return {normal(line.split("==")[0]): line.split("==")[1] for line in kept}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project() -> dict[str, Any]:
    about: dict[str, Any] = tomllib.loads(text(Path("pyproject.toml")))["project"]
    return about


def requirements() -> list[str]:
    extras = project()["optional-dependencies"].values()
    return [*project()["dependencies"], *(each for extra in extras for each in extra)]


def named(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match, requirement
    return normal(match.group())


def closure(names: list[str]) -> set[str]:
    """These packages and all that they need, as installed."""
    found: set[str] = set()
    while names:
        name = names.pop()
        if name in found:
            continue
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # needed elsewhere: another system, another Python, an extra that we do not use
        found.add(name)
        names += [named(need) for need in needs if "extra ==" not in need]
    return found


def test_every_requirement_is_pinned() -> None:
    assert {named(each) for each in requirements()} - pins().keys() == set()


def test_whatever_comes_along_is_pinned_too() -> None:
    assert closure([named(each) for each in requirements()]) - pins().keys() == set()


def test_no_python_package_is_under_strong_copyleft() -> None:
    bound = []
    for name in closure([named(each) for each in requirements()]):
        about = distribution(name).metadata
        fields = ("License-Expression", "License", "Classifier")
        # Some write their whole licence here, which may mention others.
        said = [each.split("\n")[0] for field in fields for each in about.get_all(field) or ()]
        bound += [f"{name}: {each}" for each in said if STRONG_COPYLEFT.search(each) and "Lesser" not in each]
    assert bound == []


def test_the_apps_packages_are_exact_and_free_to_use() -> None:
    package = json.loads(text(Path("client_pwa/package.json")))
    wanted = {**package.get("dependencies", {}), **package["devDependencies"]}
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    locked = json.loads(text(Path("client_pwa/package-lock.json")))["packages"]
    assert [name for name, about in locked.items() if STRONG_COPYLEFT.search(about.get("license", ""))] == []


def test_the_lock_file_names_no_place() -> None:
    locked = json.loads(text(Path("client_pwa/package-lock.json")))["packages"]
    assert [name for name, about in locked.items() if "resolved" in about or about.get("link")] == []
    assert [name for name, about in locked.items() if name and not about.get("integrity")] == []

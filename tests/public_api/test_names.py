"""The public names: a change of them is seen here, on purpose, before anyone else sees it."""

import importlib
import importlib.util
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import collabcare

NAMES = Path(__file__).with_name("names.json")
GLOSSARY = Path(__file__).parents[2] / "docs" / "reference" / "glossary.md"
MODULES = [
    "collabcare",
    "collabcare.people",
    "collabcare.text",
    "collabcare.plans",
    "collabcare.journal",
    "collabcare.engagement",
    "collabcare.engagement.instruments",
    "collabcare.reliability",
    "collabcare.engagement.cohort",
    "collabcare.progress",
    "collabcare.progress.single_case",
    "collabcare.progress.observers",
    "collabcare.interchange.fhir",
    "collabcare.interchange.fhir.client",
    "collabcare.interchange.tables",
    "collabcare.testing",
    "collabcare.vocabulary",
    "collabcare.errors",
]
OPTIONAL = [
    "click",
    "rich",
    "httpx",
    "hypothesis",
    "pytest",
    "pandas",
    "polars",
    "narwhals",
    "pyarrow",
    "duckdb",
    "scipy",
    "statsmodels",
    "numpy",
]
LATER = ["cattrs", "jsonschema", "msgspec", "zoneinfo"]


def public(module: str) -> list[str]:
    return list(getattr(importlib.import_module(module), "__all__", []))


def objects() -> dict[str, object]:
    """Give every public class and function, by the path under which it is public."""
    found = {}
    for module in MODULES:
        for name in public(module):
            each = getattr(importlib.import_module(module), name)
            if inspect.isclass(each) or inspect.isfunction(each):
                found[f"{module}.{name}"] = each
    return found


def test_the_public_names_are_the_known_ones():
    # A name that is new or gone on purpose: write this dictionary to names.json, and say so in CHANGELOG.md.
    known = json.loads(NAMES.read_text("utf-8"))
    assert {module: public(module) for module in MODULES} == known


def _order(name: str) -> tuple[int, str]:
    """Order constants first, then classes, then functions, as ruff does."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


@pytest.mark.parametrize("module", MODULES)
def test_the_names_of_a_module_are_sorted_and_there(module):
    names = public(module)
    assert names == sorted(set(names), key=_order)
    loaded = importlib.import_module(module)
    assert [name for name in names if not hasattr(loaded, name)] == []
    assert [name for name in names if name.startswith("_")] == []


def test_the_library_itself_lists_its_names_and_no_other():
    assert set(collabcare.__all__) <= set(dir(collabcare))
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        _ = collabcare.nothing_of_that_name


@pytest.mark.parametrize("path", objects())
def test_each_public_name_is_documented(path):
    each = objects()[path]
    doc = inspect.getdoc(each) or ""
    assert len(doc.split()) >= 2
    assert doc.partition("\n")[0].endswith(".")
    inherited = [inspect.getdoc(base) for base in getattr(each, "__mro__", ())[1:]]
    assert doc not in inherited, "it has no docstring of its own"


@pytest.mark.parametrize("path", [path for path, each in objects().items() if inspect.isclass(each)])
def test_each_public_method_is_documented(path):
    for name, member in vars(objects()[path]).items():
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property | classmethod)):
            assert (name, bool(inspect.getdoc(member))) == (name, True)


def rows() -> dict[str, str]:
    """Read the glossary: each word with its meaning."""
    found = re.findall(r"^\| (.+?) \| (.+) \|$", GLOSSARY.read_text("utf-8"), flags=re.MULTILINE)[2:]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_each_public_class_stands_in_the_glossary():
    classes = {path.rpartition(".")[2] for path, each in objects().items() if inspect.isclass(each)}
    named = {word.strip("`") for word in rows() if word.startswith("`")}
    assert (classes - named, named - classes) == (set(), set())


def test_the_glossary_is_in_order_and_in_the_words_of_the_field():
    words = list(rows())
    assert words == sorted(words, key=lambda word: (word.strip("`").lower(), word.startswith("`")))
    expected = """
        attendance, barrier, caregiver, credit, evidence, follow-through, generalization, home assignment, left out,
        opportunity, participation, practice, review, window
    """
    assert [word for word in re.split(r",\s+", expected.strip()) if word not in words] == []
    assert [word for word, meaning in rows().items() if not meaning.endswith(".")] == []
    assert "complian" not in GLOSSARY.read_text("utf-8").lower()


def loaded_by(code: str) -> set[str]:
    """Give the top-level packages that are loaded after some code has run in a process of its own."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_importing_the_library_loads_nothing_else():
    before = loaded_by("")
    found = loaded_by("import collabcare")
    assert sorted((found - before) & {*OPTIONAL, *LATER}) == []
    assert "collabcare" in found


def test_reading_and_scoring_load_no_optional_package():
    code = "import collabcare as cc; [getattr(cc, name) for name in cc.__all__]; import collabcare.vocabulary"
    assert sorted(loaded_by(code) & {*OPTIONAL, "jsonschema"}) == []


def test_each_name_of_the_library_can_be_imported_first():
    for name in collabcare.__all__:
        done = subprocess.run(
            [sys.executable, "-c", f"from collabcare import {name}"], capture_output=True, text=True, check=False
        )
        assert (name, done.returncode, done.stderr) == (name, 0, "")

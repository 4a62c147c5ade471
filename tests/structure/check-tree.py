#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what the tree promises about itself; prints TAP.

    check-tree.py TOP

One subtest a promise. A promise that is broken lists where.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import Tap  # noqa: E402  pylint: disable=wrong-import-position

MAX_LINES = 700
MAX_COLUMNS = 120
FOLDERS_WITHOUT_SOURCES = {".git", "node_modules", "__pycache__", "corpus", "golden"}
C_SUFFIXES = {".c", ".h", ".in"}
LICENSED_SUFFIXES = {".c", ".h", ".in", ".py", ".build", ".txt", ".js", ".mjs", ".ui", ".css", ".1"}
LICENSED_TXT = {"meson_options.txt"}
SENTENCE = re.compile(r'"(?:[^"\\]|\\.){40,}"')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
TOOLKIT = re.compile(r"^(gtk|gdk|adwaita|adw|libadwaita)[/\-.\d]")
# Put together from halves, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
MACHINE = re.compile(r"(?<![\w.])/(wo" r"rk|ho" r"me|ro" r"ot|Use" r"rs)/\w")
CALLED_BY_MACROS = ("_get_type", "_quark", "_ref", "_unref", "_copy", "_free", "_clear")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
DEFINITION = re.compile(r"^(static)?[^\n=;#]*\n((?:lc|cli)_\w+) \(", re.MULTILINE)
TYPE_DEFINITION = re.compile(r"^G_DEFINE_[A-Z_]+ \(\w+, (\w+)", re.MULTILINE)
FUNCTION_NAME = re.compile(r"\b(?:lc|cli)_\w+\b")
FACT_TABLE = pathlib.Path("src/base/lc-fact-table.h")
# The second argument: what stands before may have arguments of its own.
BARE_FACT = re.compile(r'\blc_facts_\w+ \((?:[^(),;]|\((?:[^();]|\([^();]*\))*\))*,\s*"(\w+)"')
BARE_STEP = re.compile(r'(?:\blc_recorder_(?:begin|add)_step \((?:[^(),;]|\([^();]*\))*,'
                       r'|\bstrcmp \(step->name,)\s*"(\w+)"')
TYPE_NAME = re.compile(r"^}\s*([A-Z]\w+);|^typedef struct \w+ ([A-Z]\w+);", re.MULTILINE)
# Folders of tests that are about the whole of Linecheck, or about the tree.
TESTS_OF_THE_WHOLE = {"bench", "e2e", "flatpak", "fuzz", "install", "lab", "languages", "structure", "support"}
PUBLIC_FUNCTION = re.compile(r"\b(lc_[a-z0-9_]+)\s+\(")


def source_files(top):
    """All files that somebody wrote, as paths relative to the top."""
    found = []
    for folder, folders, names in os.walk(top):
        folder = pathlib.Path(folder)
        # A build folder may hold a whole Debian: do not even look.
        folders[:] = [name for name in folders if name not in FOLDERS_WITHOUT_SOURCES
                      and not (folder == top and re.match(r"_?build", name))]
        found += [folder / name for name in names if name != ".git"]
    for path in sorted(found):
        if path.is_file() and not path.is_symlink() and path.suffix not in {".pyc", ".png"}:
            yield path.relative_to(top)


class Tree:
    def __init__(self, top):
        self.top = top
        self.files = list(source_files(top))
        self.texts = {}

    def text(self, file):
        if file not in self.texts:
            self.texts[file] = (self.top / file).read_text(encoding="utf-8", errors="replace")
        return self.texts[file]

    def c_files(self, folder):
        return [f for f in self.files if f.parts[0] == folder and f.suffix in C_SUFFIXES]

    def includes(self, file):
        return INCLUDE.findall(self.text(file))


def is_script(tree, file):
    return file.suffix == "" and tree.text(file).startswith("#!")


def toolkit_only_in_ui(tree):
    """Only src/ui includes the toolkit."""
    for file in tree.c_files("src"):
        if file.parts[1] == "ui":
            continue
        for include in tree.includes(file):
            if TOOLKIT.match(include):
                yield f"{file} includes {include}"


def includes_follow_the_order(tree):
    """A folder of src includes itself and what stands above it in src/meson.build."""
    build = tree.text(pathlib.Path("src/meson.build"))
    order = re.findall(r"^subdir\s*\('([^']+)'\)", build, re.MULTILINE)
    for file in tree.c_files("src"):
        folder = str(file.parent.relative_to("src"))
        if folder not in order:
            yield f"{file} is in a folder that src/meson.build does not name"
            continue
        for include in tree.includes(file):
            target = os.path.dirname(include)
            if target in order and order.index(target) > order.index(folder):
                yield f"{file} includes {include}: {folder} stands above {target}"
            if include.startswith(("..", "src/", "tests/")):
                yield f"{file} includes {include}: by its path from src"
    for leaf in ("cli", "ui"):
        for other in ("cli", "ui"):
            for file in tree.c_files("src"):
                if leaf != other and file.parts[1] == leaf:
                    for include in tree.includes(file):
                        if include.startswith(other + "/"):
                            yield f"{file} includes {include}"


def files_form_no_circle(tree):
    """No two files of src need each other, directly or through others."""
    codes = {file: STRING.sub('""', COMMENT.sub("", tree.text(file)))
             for file in tree.c_files("src") if file.suffix == ".c"}
    homes = {}
    for file, code in codes.items():
        homes.update((name, file) for storage, name in DEFINITION.findall(code) if storage != "static")
        homes.update((name + "_get_type", file) for name in TYPE_DEFINITION.findall(code))
    needs = {file: {homes[word] for word in FUNCTION_NAME.findall(code) if word in homes} - {file}
             for file, code in codes.items()}
    for file in sorted(needs):
        path = shortest_circle(needs, file)
        if path and file == min(path):
            yield " needs ".join(str(step) for step in path)


def shortest_circle(needs, start):
    """The way from a file back to itself, both ends named; empty when there is none."""
    ways = [[start]]
    seen = set()
    while ways:
        way = ways.pop(0)
        for step in sorted(needs[way[-1]]):
            if step == start:
                return way + [step]
            if step not in seen:
                seen.add(step)
                ways.append(way + [step])
    return []


def type_names_are_unique(tree):
    """No two files of src name a type of their own alike."""
    homes = collections.defaultdict(set)
    for file in tree.c_files("src"):
        for name in map("".join, TYPE_NAME.findall(COMMENT.sub("", tree.text(file)))):
            homes[name].add(str(file))
    for name, files in sorted(homes.items()):
        if len(files) > 1:
            yield f"{name}: {', '.join(sorted(files))}"


def tests_mirror_the_sources(tree):
    """Every folder of src has one in tests, and tests of its own there."""
    rooms = {file.parent.relative_to("src") for file in tree.c_files("src")}
    tested = {file.parent.relative_to("tests") for file in tree.files
              if file.parts[0] == "tests" and re.match(r"(test|check)-.*\.(c|py)$", file.name)}
    for room in sorted(rooms - tested):
        yield f"tests/{room} has no test"
    for room in sorted(tested - rooms):
        if room.parts[0] not in TESTS_OF_THE_WHOLE:
            yield f"tests/{room} stands for no folder of src"


def every_source_names_its_licence(tree):
    """Every source file has its SPDX line among the first five."""
    for file in tree.files:
        licensed = file.suffix in LICENSED_SUFFIXES or is_script(tree, file)
        if file.suffix == ".txt" and file.name not in LICENSED_TXT:
            licensed = False
        head = tree.text(file).splitlines()[:5] if licensed else []
        if licensed and not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in head):
            yield f"{file}"


def no_file_is_too_long(tree):
    """No source file passes 700 lines, no C line 120 columns (sentences aside)."""
    for file in tree.files:
        if file.suffix not in LICENSED_SUFFIXES and not is_script(tree, file):
            continue
        lines = tree.text(file).splitlines()
        if len(lines) > MAX_LINES:
            yield f"{file}: {len(lines)} lines"
        if file.suffix in {".c", ".h"}:
            for number, line in enumerate(lines, 1):
                if len(line) > MAX_COLUMNS and not SENTENCE.search(line):
                    yield f"{file}:{number}: {len(line)} columns"


def nothing_is_left_unfinished(tree):
    """No note says that something is still to be done."""
    for file in tree.files:
        for number, line in enumerate(tree.text(file).splitlines(), 1):
            if UNFINISHED.search(line):
                yield f"{file}:{number}: {line.strip()}"


def no_path_of_a_machine(tree):
    """No absolute path of the computer on which it was written."""
    for file in tree.files:
        for number, line in enumerate(tree.text(file).splitlines(), 1):
            if MACHINE.search(line):
                yield f"{file}:{number}: {line.strip()}"


def lock_files_hold_no_addresses(tree):
    """A lock file says what, not from where."""
    for file in tree.files:
        if file.name == "package-lock.json" and '"resolved"' in tree.text(file):
            yield f"{file}: has \"resolved\""


def headers_guard_themselves(tree):
    """Every header is included once and stands in C++ too."""
    for file in tree.c_files("src"):
        text = tree.text(file)
        if file.suffix != ".h":
            continue
        if "#pragma once" not in text:
            yield f"{file}: #pragma once"
        if text.count("G_BEGIN_DECLS") != 1 or text.count("G_END_DECLS") != 1:
            yield f"{file}: G_BEGIN_DECLS and G_END_DECLS"


def public_functions_are_used(tree):
    """A function in a header is called somewhere, if only by its test."""
    words = collections.Counter()
    for file in tree.c_files("src") + tree.c_files("tests"):
        if file.suffix == ".c":
            words.update(re.findall(r"\blc_[a-z0-9_]+\b", COMMENT.sub("", tree.text(file))))
    for file in tree.c_files("src"):
        if file.suffix != ".h":
            continue
        text = re.sub(r"^#.*?$", "", COMMENT.sub("", tree.text(file)), flags=re.MULTILINE)
        text = re.sub(r"G_D(ECLARE|EFINE)_\w+ \([^)]*\)", "", text)
        for name in PUBLIC_FUNCTION.findall(text):
            if not name.endswith(CALLED_BY_MACROS) and words[name] < 2:
                yield f"{file}: {name}"


def facts_have_constants(tree):
    """A fact is named by its constant of lc-fact-table.h, never by a bare string."""
    names = set(re.findall(r'FACT \(\w+, "(\w+)"', tree.text(FACT_TABLE))) if FACT_TABLE in tree.files else set()
    for file in tree.c_files("src"):
        code = COMMENT.sub("", tree.text(file))
        for name in BARE_FACT.findall(code) if file != FACT_TABLE else []:
            yield f"{file}: \"{name}\"{'' if name in names else ', which is no fact'}"


def steps_have_constants(tree):
    """A step is named by its constant of lc-step-table.h, never by a bare string."""
    for file in tree.c_files("src"):
        for name in BARE_STEP.findall(COMMENT.sub("", tree.text(file))):
            yield f"{file}: \"{name}\""


def manual_pages_are_right(tree):
    """The manual pages are well-formed and name the options that there are."""
    for name, folder in (("linecheck-cli", "cli"), ("linecheck", "ui")):
        page = tree.top / f"data/{name}.1"
        if not page.exists():
            yield f"{name}: no manual page"
            continue
        lint = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], capture_output=True, text=True, check=False)
        yield from lint.stdout.splitlines()
        described = set(re.findall(r"^\.It .*?Fl Fl ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        sources = "".join(tree.text(file) for file in tree.c_files("src") if file.parts[1] == folder)
        offered = set(re.findall(r'^\s*{ "([a-z-]+)", (?:0|\'.\'),', sources, re.MULTILINE)) | {"help"}
        for option in sorted(described ^ offered):
            yield f"{name} --{option}: not in the {'program' if option in described else 'manual page'}"


def flatpak_says_what_it_may(tree):
    """Every permission of the Flatpak is explained, every source pinned, the variants alike."""

    def plain(manifest):
        # Only what the application is called may differ.
        return manifest["runtime-version"], manifest["finish-args"], [
            {**module, "config-opts": [word for word in module["config-opts"] if "application_id" not in word],
             "post-install": None} for module in manifest["modules"]]

    manifests = {}
    for path in sorted((tree.top / "flatpak").glob("*.json")):
        manifests[path.name] = json.loads(path.read_text(encoding="utf-8"))
    if not manifests:
        yield "flatpak: expected manifests, found none"
        return
    told = set(re.findall(r"^\| `(--[^`]+)` \|", tree.text(pathlib.Path("flatpak/README.md")), re.MULTILINE))
    first = next(iter(manifests.values()))
    for name, manifest in manifests.items():
        for permission in sorted(set(manifest["finish-args"]) ^ told):
            yield f"{name}: {permission}: {'not in the manifest' if permission in told else 'not in README.md'}"
        for module in manifest["modules"]:
            for source in module["sources"]:
                pinned = source["type"] == "archive" and re.fullmatch("[0-9a-f]{64}", source.get("sha256", ""))
                if not pinned and source != {**source, "type": "dir", "path": ".."}:
                    yield f"{name}: {module['name']}: a source that is neither pinned nor this tree"
        if plain(manifest) != plain(first):
            yield f"{name}: has other modules or permissions than the first"


PROMISES = [
    toolkit_only_in_ui,
    includes_follow_the_order,
    files_form_no_circle,
    type_names_are_unique,
    tests_mirror_the_sources,
    every_source_names_its_licence,
    no_file_is_too_long,
    nothing_is_left_unfinished,
    no_path_of_a_machine,
    lock_files_hold_no_addresses,
    headers_guard_themselves,
    public_functions_are_used,
    facts_have_constants,
    steps_have_constants,
    manual_pages_are_right,
    flatpak_says_what_it_may,
]


def main():
    tree = Tree(pathlib.Path(sys.argv[1]).resolve())
    tap = Tap()
    for promise in PROMISES:
        tap.result(promise.__doc__.rstrip("."), list(promise(tree)))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())

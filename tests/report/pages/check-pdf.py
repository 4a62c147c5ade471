#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks into PDF files of reports with qpdf and poppler; prints TAP.

    check-pdf.py RENDER-PDF RUNS
"""

import collections
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from tap import Tap  # noqa: E402  pylint: disable=wrong-import-position

RENDER = sys.argv[1]
RUNS = pathlib.Path(sys.argv[2])
SEEDS = range(1, 7)
MAX_BYTES = 5 * 1024 * 1024
SIZES = {"a4": (595.276, 841.89), "letter": (612, 792)}
LINK = re.compile(r"(https|mailto|tel):[\x21-\x7e]+")


def call(*command):
    """What a command prints; that it fails is an exception."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def squeeze(text):
    """Words without the spaces between them, since a cell may be narrow, and without ligatures."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class Document:
    """A PDF file, and what can be known of it."""

    def __init__(self, folder, paper, name):
        self.paper = paper
        self.name = pathlib.Path(name).stem
        self.file = pathlib.Path(folder) / f"{self.name}-{paper}.pdf"
        call(RENDER, paper, name, self.file)
        self.info = dict(re.findall(r"^([^:\n]+): +(.*)$", call("pdfinfo", self.file), re.MULTILINE))
        self.text = call("pdftotext", self.file, "-")

    @functools.cached_property
    def outline(self):
        """Titles of the bookmarks, in order, each with its depth and its page."""
        tree = json.loads(call("qpdf", "--json", "--json-key=outlines", self.file))["outlines"]

        def walk(entries, depth):
            for entry in entries:
                yield entry["title"], depth, entry["destpageposfrom1"]
                yield from walk(entry["kids"], depth + 1)

        return list(walk(tree, 1))

    @functools.cached_property
    def structure(self):
        """The elements of the document; this takes poppler seconds."""
        return call("pdfinfo", "-struct-text", self.file)

    def elements(self):
        """The structure as (depth, name, ""), words as (depth, None, words)."""
        for line in self.structure.splitlines():
            depth = (len(line) - len(line.lstrip())) // 2
            found = re.fullmatch(r'\s*"(.*)"', line)
            yield (depth, None, found[1]) if found else (depth, line.split()[0], "")


def is_sound(document):
    """qpdf has no complaints, not even a warning."""
    done = subprocess.run(["qpdf", "--check", document.file], capture_output=True, text=True, check=False)
    if done.returncode != 0 or "WARNING" in done.stdout + done.stderr:
        yield done.stdout + done.stderr
    if document.file.stat().st_size > MAX_BYTES:
        yield f"{document.file.stat().st_size} bytes"


def says_what_it_is(document):
    """Title, structure and size of the paper."""
    width, height = map(float, re.match(r"([\d.]+) x ([\d.]+)", document.info["Page size"]).groups())
    if document.info.get("Title") != next(headings(document))[1]:
        yield f"title {document.info.get('Title')}"
    if document.info["Tagged"] != "yes" or "Linecheck" not in document.info.get("Author", ""):
        yield str(document.info)
    if (width, height) != SIZES[document.paper]:
        yield f"{width} x {height}"


def has_all_fonts(document):
    """Every font is in the file, and its letters can be copied."""
    for line in call("pdffonts", document.file).splitlines()[2:]:
        embedded, _, unicode_map = re.search(r" (yes|no) +(yes|no) +(yes|no) +\d+ +\d+$", line).groups()
        if embedded != "yes" or unicode_map != "yes":
            yield line


def headings(document):
    """The headings of the structure, in reading order: level and words."""
    level, words = 0, []
    for _, name, text in document.elements():
        if name is None and level:
            words.append(text)
        elif name is not None:
            if level:
                yield level, "".join(words)
            level, words = int(name[1]) if re.fullmatch(r"H\d", name) else 0, []


def reads_in_order(document):
    """The headings of the structure are those of the outline, in that order and at that level."""
    # Words of two directions come out in another order: the letters count.
    structure = [("".join(sorted(squeeze(words))), level - 1) for level, words in headings(document)][1:]
    outline = [("".join(sorted(squeeze(title))), depth) for title, depth, _ in document.outline]
    if structure != outline:
        yield f"structure {structure}\noutline {outline}"
    if [page for *_, page in document.outline] != sorted(page for *_, page in document.outline):
        yield "the pages of the outline are not in order"


def has_whole_tables(document):
    """Rows are in tables and cells in rows, as many in each row of a table; no page line is inside."""
    path, rows = {}, collections.defaultdict(list)
    for depth, name, text in document.elements():
        path = {level: kept for level, kept in path.items() if level < depth}
        parent = path.get(depth - 1, "")
        if name in ("TR", "TH", "TD") and parent != {"TR": "Table"}.get(name, "TR"):
            yield f"{name} in {parent}"
        if name == "Table":
            rows["sizes"] = []
        if name == "TR":
            rows["sizes"].append(0)
        if name in ("TH", "TD"):
            rows["sizes"][-1] += 1
            if len(rows["sizes"]) > 1 and rows["sizes"][-1] > rows["sizes"][0]:
                yield f"a row of {rows['sizes'][-1]} cells under one of {rows['sizes'][0]}"
        if re.search(r"Page \d+ of \d+", text):
            yield f"read out: {text}"
        path[depth] = name


def leads_to_safe_places(document):
    """Links lead only where they may."""
    for line in call("pdfinfo", "-url", document.file).splitlines()[1:]:
        if not LINK.fullmatch(line.split(maxsplit=2)[2]):
            yield line


def contents_are_right(document):
    """The numbers of the contents are those of the pages, and every page has its number."""
    pages = int(document.info["Pages"])
    for page in range(1, pages + 1):
        if f"Page {page} of {pages}" not in document.text:
            yield f"no number on page {page}"
    entries = [squeeze(text) for depth, name, text in document.elements() if name is None]
    for title, depth, page in document.outline:
        if depth == 1 and pages > 2 and squeeze(title) + str(page) not in entries:
            yield f"{title}, page {page}: not in the contents"


def names_every_failure(document, folder):
    """Every check that warns or fails is in it."""
    file = pathlib.Path(folder) / "failures.txt"
    call(RENDER, "failures", RUNS / f"{document.name}.json", file)
    text = squeeze(document.text)
    failures = file.read_text(encoding="utf-8").splitlines()
    if document.name != "healthy" and not failures:
        yield "no failures to look for"
    for title in failures:
        # Words of two directions come out in another order: each counts for itself.
        words = [squeeze(title)] if title.isascii() else re.findall(r"\w{4,}", unicodedata.normalize("NFKC", title))
        for word in words:
            if text.count(word) < 2:
                yield f"{title}: {word}: {text.count(word)} times"


CHECKS = [is_sound, says_what_it_is, has_all_fonts, reads_in_order, has_whole_tables, leads_to_safe_places,
          contents_are_right]


def check_runs(tap, folder):
    for run, papers in {"healthy": ("a4", "letter"), "udp-blocked": ("letter",), "hostile": ("a4",)}.items():
        for paper in papers:
            document = Document(folder, paper, RUNS / f"{run}.json")
            for check in CHECKS:
                tap.result(f"{run}, {paper}: {check.__doc__}", list(check(document)))
        tap.result(f"{run}: {names_every_failure.__doc__}", list(names_every_failure(document, folder)))


def check_samples(tap, folder):
    for name, words in {"arabic": "جدار", "japanese": "準備ができていません", "hostile": "WWWW", "english": "firewall"}.items():
        document = Document(folder, "a4", name)
        for check in (is_sound, has_all_fonts, has_whole_tables, leads_to_safe_places):
            tap.result(f"{name}: {check.__doc__}", list(check(document)))
        tap.result(f"{name}: its words can be found", [] if words in document.text else [document.text])


def check_random(tap, folder):
    """Nothing is lost and nothing is said twice, whatever the pages look like."""
    for seed in SEEDS:
        document = Document(folder, "a4", f"random-{seed}")
        found = collections.Counter(int(number) for number in re.findall(r"w(\d+)x", squeeze(document.text)))
        lost = [number for number in range(max(found, default=-1) + 1) if not found[number]]
        complaints = [f"lost: {lost}"] if lost else []
        tap.result(f"random document {seed}: all words are there", complaints)
        tap.result(f"random document {seed}: {is_sound.__doc__}", list(is_sound(document)))
        tap.result(f"random document {seed}: {has_whole_tables.__doc__}", list(has_whole_tables(document)))


def check_long_table(tap, folder):
    """The head of a table stands on each of its pages."""
    document = Document(folder, "a4", "checks-1000")
    pages = document.text.split("\f")[:-1]
    rows = [page for page in pages if re.search(r"^Frankfurt \d+$", page, re.MULTILINE)]
    head = {"Check", "ID", "Result", "Time"}
    without = [page for page in rows if not head <= set(page.splitlines())]
    tap.result(check_long_table.__doc__, without[:1] if len(rows) > 20 else [f"{len(rows)} pages"])
    names = re.findall(r"region\.(\d+)\.example", document.text)
    tap.result("Every row of a long table is there once, in order",
               [] if names == [str(number + 1) for number in range(1000)] else [str(names)])
    # A table as long would take poppler half a minute.
    document = Document(folder, "a4", "checks-100")
    seen = document.text.splitlines().count("Result")
    read = [text for _, name, text in document.elements() if name is None].count("Result")
    tap.result("The head of a table is read once", [] if seen > 2 and read == 1 else [f"seen {seen} times, read {read}"])


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        check_runs(tap, folder)
        check_samples(tap, folder)
        check_random(tap, folder)
        check_long_table(tap, folder)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())

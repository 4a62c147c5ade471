#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports in every language that there is, and in one that there is not; prints TAP.

    check-reports.py LINECHECK-CLI RUNS CATALOGUES PSEUDO LOCALES

The last three are folders: of the translations, of the catalogue that make-pseudo made, and of
locales. Nothing is written but into a folder of the test's own.
"""

import functools
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import run_tests  # noqa: E402  pylint: disable=wrong-import-position

CLI, RUNS, CATALOGUES, PSEUDO, LOCALES = (pathlib.Path(word).resolve() for word in sys.argv[1:6])
FOLDER = tempfile.TemporaryDirectory()
TAGS = {"ar": "ar", "de": "de", "en": "en", "es": "es", "fr": "fr", "ja": "ja", "pt_BR": "pt-BR"}
# Names, units and what is typed: the same in every language.
FACTS = set("""Linecheck linecheck cli rules format nftables csv UDP TURN STUN UTC
               Quicklink Studio Twilio SRTP Socket IO WebSocket November true false
               confirmed possible""".split())
# Facts of a run that are shown in words of the language.
TRANSLATED = {"place", "name"}
LETTERS = re.compile(r"[^\W\d_]+")


def call(*words, language=None, pseudo=False, locales=LOCALES, catalogues=CATALOGUES, check=True):
    """What linecheck-cli writes, as bytes."""
    command = [CLI, *words] + (["--language", language] if language else [])
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "LOCPATH": str(locales), "TZ": "UTC",
                   "LINECHECK_LOCALEDIR": str(catalogues), "HOME": FOLDER.name, "G_DEBUG": "fatal-warnings"}
    environment.update({name: os.environ[name] for name in ("ASAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ})
    if pseudo:
        environment.update({"LC_ALL": "en_US.UTF-8", "LANGUAGE": "qps", "LINECHECK_LOCALEDIR": str(PSEUDO)})
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, check=False)
    if check and done.returncode != 0:
        raise RuntimeError(f"{command}: status {done.returncode}\n{done.stderr.decode()}")
    return done.stdout if check else done


@functools.cache
def report(run, form, language=None, pseudo=False):
    """A report of a saved run."""
    return call("report", RUNS / f"{run}.json", "--format", form, language=language, pseudo=pseudo)


def pdf_text(data, *options):
    """The words of a PDF file."""
    return subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True).stdout.decode()


class Texts(html.parser.HTMLParser):
    """What a person reads of a page, piece by piece."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.pieces = []
        self.root = {}
        self.is_style = False
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.is_style = tag == "style"
        if tag == "html":
            self.root = dict(attrs)
        self.pieces += [value for name, value in attrs if name in ("title", "alt", "aria-label") and value]

    def handle_data(self, data):
        if data.strip() and not self.is_style:
            self.pieces.append(data.strip())


def values(node, name=None):
    """The strings of a saved run that are facts."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from values(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, name)
    elif isinstance(node, str) and name not in TRANSLATED:
        yield node


@functools.cache
def facts(run):
    """Words that need no translation in reports of a run."""
    document = json.loads((RUNS / f"{run}.json").read_text(encoding="utf-8"))
    # pdftotext takes a hyphen at the end of a line for one that the line's end has made.
    return FACTS | {word for value in values(document) for word in LETTERS.findall(value + " " + value.replace("-", ""))}


def is_english(word):
    """Whether the pseudo-translation would have changed a word."""
    return word.isascii() and re.search("[aeinouyAEINOUY]", word) and len(word) > 1


def is_fact(run, word):
    """Whether a word is one of those, or the beginning or end of a long one that went over two lines."""
    return word in facts(run) or any(len(fact) > 8 and (fact.startswith(word) or fact.endswith(word))
                                     for fact in facts(run))


def assert_translated(run, what, text):
    """No word is left as it is in the sources."""
    words = {word for word in LETTERS.findall(text) if is_english(word) and not is_fact(run, word)}
    found = [line.strip() for line in text.splitlines() for word in LETTERS.findall(line) if word in words]
    assert not words, f"{run}, {what}: {sorted(words)}\n" + "\n".join(found[:20])


def test_nothing_is_left_in_english():
    for run in ("healthy", "udp-blocked"):
        pieces = Texts(report(run, "html", pseudo=True)).pieces
        assert_translated(run, "html", "\n".join(pieces))
        # A unit alone has no vowel that would tell.
        assert not [piece for piece in pieces if re.fullmatch(r"[\d.,]+\s\w+", piece)], run
        assert_translated(run, "text", report(run, "text", pseudo=True).decode())
        # The first row of the table is the same in every language.
        assert_translated(run, "csv", report(run, "csv", pseudo=True).decode().split("\n", 1)[1])
    assert_translated("udp-blocked", "pdf", pdf_text(report("udp-blocked", "pdf", pseudo=True)))


def test_every_mark_is_closed():
    """A sentence that is cut short, in a cell or by a renderer, loses its end."""
    for run in ("healthy", "udp-blocked"):
        for form in ("text", "html"):
            text = report(run, form, pseudo=True).decode()
            assert text.count("‹") == text.count("›") > 100, f"{run}, {form}"


def test_no_sentence_is_left_in_english():
    """In a real language words may be the same by chance, sentences are not."""
    for run in ("healthy", "udp-blocked"):
        english = set(Texts(report(run, "html", "en")).pieces)
        for language in TAGS.keys() - {"en"}:
            both = english & set(Texts(report(run, "html", language)).pieces)
            left = [text for text in both
                    if len([word for word in LETTERS.findall(text) if is_english(word) and word not in facts(run)]) > 2]
            assert not left, f"{run}, {language}: {left}"


def test_pages_say_their_language():
    for language, tag in TAGS.items():
        root = Texts(report("udp-blocked", "html", language)).root
        assert root["lang"] == tag, (language, root)
        assert root.get("dir", "ltr") == ("rtl" if language == "ar" else "ltr"), (language, root)


def test_documents_say_their_language():
    for language, tag in TAGS.items():
        path = pathlib.Path(FOLDER.name) / "report.pdf"
        path.write_bytes(report("udp-blocked", "pdf", language))
        objects = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True,
                                 check=True).stdout
        assert f"/Lang ({tag})".encode() in objects, language


def test_documents_begin_at_the_right_side():
    for language in ("ar", "de"):
        layout = pdf_text(report("udp-blocked", "pdf", language), "-bbox", "-l", "1")
        width = float(re.search(r'<page width="([\d.]+)"', layout)[1])
        # The third of the page that the words of the left edge, or the right edge, begin in.
        starts = [float(number) for number in re.findall(r'<word xMin="([\d.]+)"', layout)]
        ends = [float(number) for number in re.findall(r'xMax="([\d.]+)"', layout)]
        left, right = (sum(abs(number - edge) < 3 for number in numbers)
                       for numbers, edge in ((starts, min(starts)), (ends, max(ends))))
        assert width / 2 < max(ends) and (right > left if language == "ar" else left > right), (language, left, right)


def test_figures_and_dates_follow_the_language():
    wanted = {"en": ("3.9 s", "22 November 2026"), "de": ("3,9 s", "22. November 2026"),
              "es": ("3,9 s", "noviembre"), "fr": ("3,9 s", "22 novembre 2026"), "ja": ("3.9", "2026年11月22日"),
              "pt_BR": ("3,9 s", "22 de novembro de 2026"), "ar": ("3.9", "نوفمبر")}
    for language, words in wanted.items():
        text = report("udp-blocked", "text", language).decode().replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
        for word in words:
            assert word in text, (language, word, text[:400])


def test_dates_without_a_locale_are_in_figures():
    text = call("report", RUNS / "udp-blocked.json", language="fr", locales="/nonexistent").decode()
    assert "2026-11-22, 09:27:34 UTC" in text, text[:400]
    assert "November" not in text


def test_data_are_the_same_in_every_language():
    for language in TAGS:
        assert report("udp-blocked", "json", language) == report("udp-blocked", "json")


def test_a_language_that_is_not_there():
    done = call("report", RUNS / "healthy.json", language="xx", check=False)
    assert done.returncode == 2 and not done.stdout
    assert "en, ar, de, es, fr, ja, pt_BR" in done.stderr.decode() and "“xx”" in done.stderr.decode(), done.stderr
    done = call("--only", "computer.clock", language="klingon", check=False)
    assert done.returncode == 2 and "“klingon”" in done.stderr.decode(), done.stderr
    done = call("report", RUNS / "healthy.json", language="de", catalogues=FOLDER.name, check=False)
    assert done.returncode == 2 and "“de”" in done.stderr.decode(), done.stderr


def test_other_ways_to_write_a_language():
    assert report("healthy", "text", "pt-br") == report("healthy", "text", "pt_BR")


if __name__ == "__main__":
    sys.exit(run_tests(globals()))

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests that all text is offered to translators and that the translations are whole; prints TAP.

    test-translations.py TOP
"""

import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import run_tests  # noqa: E402  pylint: disable=wrong-import-position

TOP = pathlib.Path(sys.argv[1]).resolve()
PO = TOP / "po"
TEMPLATE = PO / "linecheck.pot"
MARKED = re.compile(r'\b(?:N?C?_|(?:g_d)?n?gettext)\s*\(\s*(?:GETTEXT_PACKAGE,\s*)?"'
                    r'|g_dn?gettext \(GETTEXT_PACKAGE,\s*"|translatable="yes"')


def listed(path):
    """The lines of a list without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def run(*words):
    """Runs a tool of gettext; what it complains of."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          env={"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}, check=False)
    return done.stderr + done.stdout if done.returncode else ""


def languages():
    """What Linecheck speaks beside English."""
    return listed(PO / "LINGUAS")


def test_every_file_with_text_is_listed():
    marked = {str(path.relative_to(TOP)) for path in sorted(TOP.glob("src/**/*"))
              if path.suffix in (".c", ".h", ".ui") and MARKED.search(path.read_text(encoding="utf-8"))}
    files = listed(PO / "POTFILES")
    sources = {name for name in files if name.startswith("src/")}
    assert len(files) == len(set(files)), "a file is listed twice"
    assert marked == sources, (f"po/POTFILES lacks {sorted(marked - sources)}; "
                               f"without text: {sorted(sources - marked)}")


def test_template_is_current():
    with tempfile.TemporaryDirectory() as directory:
        fresh = pathlib.Path(directory) / "fresh.pot"
        complaints = run(TOP / "scripts/update-po", "--template", fresh)
        assert not complaints, complaints
        for there, here in ((TEMPLATE, fresh), (fresh, TEMPLATE)):
            complaints = run("msgcmp", "--use-fuzzy", "--use-untranslated", there, here)
            assert not complaints, f"do: scripts/update-po\n{complaints[-4000:]}"


def test_every_translation_is_listed():
    files = sorted(path.stem for path in PO.glob("*.po"))
    assert files == sorted(languages()), f"po/LINGUAS has {languages()}, the folder {files}"


def test_translations_are_whole():
    for language in languages():
        path = PO / f"{language}.po"
        complaints = run("msgfmt", "--check", "--output-file=/dev/null", path)
        assert not complaints, complaints
        complaints = run("msgcmp", path, TEMPLATE)
        assert not complaints, complaints[-4000:]


def test_translations_keep_marks():
    """A mnemonic, an ellipsis at the end, line breaks: what is in the original is in each
    translation."""
    found = []
    for language in languages():
        for original, translation in messages(PO / f"{language}.po"):
            for mark, is_there in (("mnemonic", has_mnemonic), ("ellipsis", ends_in_ellipsis)):
                if is_there(original) != is_there(translation):
                    found.append(f"{language}: {mark}: {original!r}: {translation!r}")
    assert not found, "\n".join(found)


def test_translations_keep_figures_with_units():
    """A no-break space of the original is in each translation."""
    found = [f"{language}: {original!r}: {translation!r}" for language in languages()
             for original, translation in messages(PO / f"{language}.po")
             if translation.count("\u00a0") < original.count("\u00a0")]
    assert not found, "\n".join(found)


def has_mnemonic(text):
    """Whether a label has a letter to press, and only one; nf_nat_sip is the name of a thing in code."""
    return (bool(re.search(r"(^|[\s(])_\w|\w_\w", text)) and text.count("_") == 1 and len(text) < 60
            and "{" not in text)


def ends_in_ellipsis(text):
    """Whether a label promises a dialog."""
    return text.endswith("…")


def messages(path):
    """The singular messages of a file, each with its translation."""
    text = path.read_text(encoding="utf-8")
    for entry in text.split("\n\n"):
        lines = [line for line in entry.splitlines() if not line.startswith("#")]
        if not lines or any(line.startswith("msgid_plural") for line in lines):
            continue
        parts = {"msgid": "", "msgstr": ""}
        keyword = None
        for line in lines:
            match = re.match(r'(msgctxt|msgid|msgstr) "(.*)"$', line)
            if match:
                keyword, value = match.groups()
            else:
                value = line.strip().strip('"')
            if keyword in parts:
                parts[keyword] += value
        if parts["msgid"]:
            yield parts["msgid"], parts["msgstr"]


if __name__ == "__main__":
    sys.exit(run_tests(globals()))

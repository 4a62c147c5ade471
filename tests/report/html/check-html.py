#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks reports as HTML without a browser; prints TAP.

    check-html.py MAKE-SAMPLE...

Each program writes its reports into a directory that it is given; every file is
checked: by tidy, and against what a report promises of itself. What a report
may hold is listed here, so that markup which text of the network smuggled in
shows, whatever it is.
"""

import base64
import hashlib
import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from tap import Tap  # noqa: E402  pylint: disable=wrong-import-position

EVERYWHERE = {"class", "id"}
ALLOWED = {
    "html": {"lang", "dir"}, "head": set(), "title": set(), "style": set(),
    "meta": {"charset", "name", "content", "http-equiv"},
    "body": set(), "header": set(), "nav": {"aria-labelledby"}, "main": {"tabindex"}, "footer": set(),
    "section": {"aria-labelledby"}, "div": {"role", "tabindex", "aria-labelledby"},
    "h1": set(), "h2": set(), "h3": set(), "h4": set(), "h5": set(), "p": set(), "time": {"datetime"},
    "strong": set(), "bdi": {"dir"}, "code": set(), "pre": {"dir"}, "span": set(),
    "a": {"href", "rel"}, "ol": set(), "ul": set(), "li": set(), "dl": set(), "dt": set(), "dd": set(),
    "table": set(), "caption": set(), "thead": set(), "tbody": set(), "tr": set(), "th": {"scope"}, "td": set(),
    "figure": set(), "figcaption": set(),
    "svg": {"aria-hidden", "role", "aria-labelledby", "aria-describedby", "width", "height"},
    "symbol": {"viewbox"}, "use": {"href"}, "g": set(), "desc": set(),
    "rect": {"x", "y", "width", "height", "rx"}, "circle": {"cx", "cy", "r"}, "path": {"d"},
    "line": {"x1", "y1", "x2", "y2"}, "text": {"x", "y", "text-anchor"},
}
VOID = {"meta"}
SHAPES = {"path", "rect", "circle", "line", "use"}
NEEDED = ["header", "main", "footer", "h1"]
LINK = re.compile(r"(https://[\w.-]+|mailto:|tel:|#)")
CLASS = re.compile(r"[a-z ]*")
# Controls but for line feeds, what turns the direction of writing, no characters at all.
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Reader(html.parser.HTMLParser):
    """Reads a report strictly: what is opened is closed, in order."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.complaints = []
        self.open = []
        self.elements = []
        self.texts = {"style": "", "h1": "", "title": ""}

    def complain(self, text):
        self.complaints.append(f"line {self.getpos()[0]}: {text}")

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ALLOWED:
            self.complain(f"<{tag}>")
        for name, value in attrs:
            if name not in ALLOWED.get(tag, set()) | EVERYWHERE:
                self.complain(f"<{tag} {name}=…>")
            if value is None or HIDDEN.search(value):
                self.complain(f"<{tag} {name}={value!r}>")
            if name == "class" and not CLASS.fullmatch(value):
                self.complain(f"<{tag} class={value!r}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if tag not in SHAPES:
            self.complain(f"<{tag}/>")
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.complain(f"</{tag}> closes what is not open")

    def handle_data(self, data):
        if self.open and self.open[-1] in self.texts:
            self.texts[self.open[-1]] += data
        if HIDDEN.search(data):
            self.complain(f"hidden characters in {data!r}")

    def handle_comment(self, data):
        self.complain(f"<!--{data}-->")

    def unknown_decl(self, data):
        self.complain(f"<![{data}]>")

    def handle_pi(self, data):
        self.complain(f"<?{data}>")

    def every(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def names_what_it_has(reader):
    """Ids are unique, and what refers to one finds it."""
    ids = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    for name in {name for name in ids if ids.count(name) > 1}:
        yield f"two have the id {name}"
    for tag, attributes in reader.elements:
        for key in ("aria-labelledby", "aria-describedby", "href"):
            value = attributes.get(key, "")
            target = value.removeprefix("#") if value.startswith("#") or key != "href" else None
            if value and target is not None and target not in ids:
                yield f"<{tag} {key}={value!r}> leads nowhere"
        if tag in ("a", "use") and not LINK.match(attributes.get("href", "")):
            yield f"<{tag} href={attributes.get('href')!r}>"


def has_its_parts(reader):
    """Landmarks, one title, headings in order, tables that can be read out."""
    for tag in NEEDED:
        if len(reader.every(tag)) != 1:
            yield f"{len(reader.every(tag))} of <{tag}>"
    if not reader.texts["h1"].strip() or not reader.texts["title"].strip():
        yield "no title"
    if not reader.every("html")[0].get("lang"):
        yield "no language"
    level = 0
    for tag, _ in reader.elements:
        if re.fullmatch(r"h[1-6]", tag):
            if int(tag[1]) > level + 1:
                yield f"<{tag}> after <h{level}>"
            level = int(tag[1])
    if len(reader.every("caption")) != len(reader.every("table")):
        yield "a table without a caption"
    for attributes in reader.every("th"):
        if attributes.get("scope") not in ("row", "col"):
            yield "a heading of a table without a scope"


def forbids_itself_everything(reader):
    """The policy allows the one style sheet and nothing else."""
    policies = [m["content"] for m in reader.every("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(reader.texts["style"].encode()).digest()).decode()
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    if policies != [expected]:
        yield f"expected the policy {expected}, found {policies}"
    for word in ("@import", "url(", "</", "expression"):
        if word in reader.texts["style"]:
            yield f"{word} in the style sheet"


def tidy(path):
    """What tidy warns of."""
    done = subprocess.run(["tidy", "-quiet", "-errors", "-utf8", "--show-info", "no", path],
                          capture_output=True, text=True, check=False)
    return done.stderr.splitlines()


def check(path):
    text = path.read_bytes().decode("utf-8")
    reader = Reader()
    reader.feed(text)
    reader.close()
    yield from reader.complaints
    if reader.open:
        yield f"never closed: {reader.open}"
    if not text.startswith("<!DOCTYPE html>\n"):
        yield "no document type"
    yield from names_what_it_has(reader)
    yield from has_its_parts(reader)
    yield from forbids_itself_everything(reader)
    yield from tidy(path)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for number, program in enumerate(sys.argv[1:]):
            target = pathlib.Path(folder) / str(number)
            target.mkdir()
            subprocess.run([program, target], check=True)
            for path in sorted(target.glob("*.html")):
                tap.result(path.name, list(check(path))[:20])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows reports in Chromium as people see them; prints TAP.

    check-browser.py MAKE-SAMPLE...

Each program writes its reports into a directory that it is given; every file is
shown on a telephone and on a desk, by day and by night, and printed.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(here.parents[2] / "support"))
sys.path.insert(0, str(here.parent))

from browser import Browser  # noqa: E402  pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402  pylint: disable=wrong-import-position

WIDTHS = [360, 1280]
SCHEMES = ["light", "dark"]
PAPERS = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}

# What stands beyond the edge of the page, unless in a box that scrolls.
OVERFLOW = """
const width = window.innerWidth, found = [];
if (document.documentElement.scrollWidth > width)
  found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
for (const element of document.body.querySelectorAll('*')) {
  const box = element.getBoundingClientRect();
  if (box.width && (box.right > width + 1 || box.left < -1) &&
      !element.closest('.scroll table') && !element.closest('svg') && !element.matches('.skip'))
    found.push(`${element.outerHTML.slice(0, 60)}: from ${box.left} to ${box.right} px`);
}
return found.slice(0, 5);
"""

# Words that are too faint, by WCAG 2.1 (1.4.3), and shapes (1.4.11).
CONTRAST = """
const found = [];
const channels = color => color.match(/[\\d.]+/g).map(Number);
function light(color) {
  const [r, g, b] = channels(color).slice(0, 3).map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function ground(element) {
  for (let at = element; at; at = at.parentElement) {
    const parts = channels(getComputedStyle(at).backgroundColor);
    if (parts.length < 4 || parts[3] === 1)
      return getComputedStyle(at).backgroundColor;
    if (parts[3] !== 0)
      found.push(`a background that one can see through: ${at.tagName}`);
  }
  return 'rgb(255, 255, 255)';
}
function judge(element, color, least, what) {
  const a = light(color), b = light(ground(element));
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (contrast < least)
    found.push(`${contrast.toFixed(2)}: ${what}`);
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement, style = getComputedStyle(element);
  if (walker.currentNode.data.trim() && element.getClientRects().length)
    judge(element, element.closest('svg') ? style.fill : style.color, 4.5, walker.currentNode.data.slice(0, 40));
}
for (const icon of document.querySelectorAll('.icon'))
  judge(icon, getComputedStyle(icon).fill, 3, icon.parentElement.className);
return [...new Set(found)].slice(0, 5);
"""

# What only a script, or markup that is not ours, would have left.
INTRUDERS = """
const found = [];
if (document.scripts.length)
  found.push(`${document.scripts.length} scripts`);
if (document.title.startsWith('broken'))
  found.push('a script ran');
for (const element of document.querySelectorAll('img, iframe, object, embed, link, form, input, base, [style]'))
  found.push(element.outerHTML.slice(0, 80));
return found.slice(0, 5);
"""


def look(browser, path):
    """Complaints about one report on screens."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            browser.show(path, width, scheme)
            found = browser.evaluate(OVERFLOW) + browser.evaluate(CONTRAST) + browser.evaluate(INTRUDERS)
            found += [f"asks for {url}" for url in browser.requests() if url != path.resolve().as_uri()]
            found += browser.complaints()
            yield from (f"{width} px, {scheme}: {text}" for text in found)


def hear(browser, path):
    """Complaints about one report as screen readers get it."""
    browser.show(path, 1280)
    nodes = [n for n in browser.command("Accessibility.getFullAXTree")["nodes"] if not n["ignored"]]
    roles = collections.Counter(n["role"]["value"] for n in nodes)
    for role in ("banner", "navigation", "main", "contentinfo"):
        if roles[role] != 1:
            yield f"{roles[role]} landmarks of the role {role}"
    for role, selector in (("table", "table"), ("image", "svg[role=img]"), ("columnheader", "th[scope=col]"),
                           ("rowheader", "th[scope=row]"), ("definition", "dd"), ("heading", "h1,h2,h3,h4,h5")):
        expected = browser.evaluate(f"return document.querySelectorAll('{selector}').length;")
        if roles[role] != expected:
            yield f"{roles[role]} of the role {role}, expected {expected}"
    for node in nodes:
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        if role in ("navigation", "region", "group", "table", "image", "link", "heading") and not name.strip():
            yield f"a {role} without a name"
        if role == "image" and not node.get("description", {}).get("value"):
            yield f"nothing describes {name}"


def print_on(browser, path, paper):
    """Complaints about one report on paper: each page says which it is, and the second what it is of."""
    browser.show(path, 1280)
    pdf = path.with_suffix(".pdf")
    browser.print(pdf, PAPERS[paper])
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    title = browser.evaluate("return document.querySelector('h1').textContent;")
    if len(pages) < 2:
        yield f"{paper}: {len(pages)} pages"
    for number, page in enumerate(pages, 1):
        if not re.search(rf"\b{number} ?/ ?{len(pages)}\b", page):
            yield f"{paper}: page {number} of {len(pages)} has no number"
        if title not in page:
            yield f"{paper}: page {number} does not name the report"


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        for number, program in enumerate(sys.argv[1:]):
            target = pathlib.Path(folder) / str(number)
            target.mkdir()
            subprocess.run([program, target], check=True)
            paths = sorted(target.glob("*.html"))
            for path in paths:
                tap.result(f"{path.name} on screens", list(look(browser, path)))
            for path in paths[-1:]:
                tap.result(f"{path.name} by ear", list(hear(browser, path)))
                for paper in PAPERS:
                    tap.result(f"{path.name} on {paper}", list(print_on(browser, path, paper)))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())

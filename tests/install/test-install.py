#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs into a directory and looks whether all is there and fits together; prints TAP.

    test-install.py TOP BUILD METAINFO

METAINFO is the metainfo file as it is with an address of the screenshots."""

import configparser
import os
import pathlib
import re
import struct
import sys
import tempfile
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from installation import APPLICATION_ID, MIME_TYPE, Installation, run  # noqa: E402  pylint: disable=wrong-import-position
from tap import run_tests  # noqa: E402  pylint: disable=wrong-import-position

TOP = pathlib.Path(sys.argv[1]).resolve()
BUILD = pathlib.Path(sys.argv[2]).resolve()
METAINFO = pathlib.Path(sys.argv[3]).resolve()

EXPECTED = {
    "bindir": ["linecheck", "linecheck-cli"],
    "mandir": ["man1/linecheck.1", "man1/linecheck-cli.1"],
    "datadir": [
        f"applications/{APPLICATION_ID}.desktop",
        f"dbus-1/services/{APPLICATION_ID}.service",
        f"glib-2.0/schemas/{APPLICATION_ID}.gschema.xml",
        f"icons/hicolor/scalable/apps/{APPLICATION_ID}.svg",
        f"icons/hicolor/symbolic/apps/{APPLICATION_ID}-symbolic.svg",
        f"metainfo/{APPLICATION_ID}.metainfo.xml",
        f"mime/packages/{APPLICATION_ID}.xml",
    ],
}
PLACES = ["applications", "dbus-1/services", "glib-2.0/schemas", "icons/hicolor", "linecheck", "locale", "man",
          "metainfo", "mime/packages"]
# The id has a capital letter as those of GNOME have, and the validator of
# Debian 12 does not know the element that the one of Debian 13 wants.
KNOWN_REMARKS = ("cid-contains-uppercase-letter", "unknown-tag developer")
SMALL_RUN = '{\n  "format" : "linecheck-run",\n  "version" : 1\n}\n'


def expect(condition, *seen):
    """Fails the test when something is not so."""
    if not condition:
        raise AssertionError("\n".join(str(part) for part in seen))


def languages():
    """The languages that there is a translation for."""
    lines = (TOP / "po/LINGUAS").read_text(encoding="utf-8").splitlines()
    return " ".join(line.partition("#")[0] for line in lines).split()


def installed_metainfo():
    return installed.path("datadir", f"metainfo/{APPLICATION_ID}.metainfo.xml")


def read_xml(path):
    return xml.etree.ElementTree.parse(path).getroot()


def read_keys(path):
    """A desktop or service file."""
    parser = configparser.ConfigParser(interpolation=None, delimiters="=", comment_prefixes="#")
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def read_desktop_file():
    return read_keys(installed.path("datadir", f"applications/{APPLICATION_ID}.desktop"))


def test_all_files_are_there():
    expected = {installed.where(kind, name) for kind, names in EXPECTED.items() for name in names}
    expected |= {installed.where("localedir", language, "LC_MESSAGES/linecheck.mo") for language in languages()}
    missing = expected - installed.files()
    expect(not missing, "missing:", *sorted(missing))


def test_nothing_goes_elsewhere():
    places = [installed.where("bindir"), *(installed.where("datadir", name) for name in PLACES)]
    strange = [path for path in installed.files() if not any(place in path.parents for place in places)]
    expect(not strange, "unexpected:", *sorted(strange))


def test_programs_start():
    for name in EXPECTED["bindir"]:
        # What the libraries keep until the end does not matter here.
        said = run([installed.path("bindir", name), "--version"], env=os.environ | {"ASAN_OPTIONS": "detect_leaks=0"})
        expect(re.fullmatch(name + r" \d+\.\d+\.\d+\n", said), said)


def test_manual_pages():
    for name in EXPECTED["mandir"]:
        said = run(["mandoc", "-Tlint", "-Wwarning", installed.path("mandir", name)])
        expect(not said, said)


def test_desktop_file():
    said = run(["desktop-file-validate", installed.path("datadir", f"applications/{APPLICATION_ID}.desktop")])
    expect(not said, said)
    entry = read_desktop_file()["Desktop Entry"]
    expect(entry["Icon"] == APPLICATION_ID and entry["DBusActivatable"] == "true", dict(entry))
    expect(MIME_TYPE in entry["MimeType"].split(";"), entry["MimeType"])
    expect("STUN" in entry["Keywords"].split(";"), entry["Keywords"])


def test_named_programs_are_there():
    desktop = read_desktop_file()
    actions = desktop["Desktop Entry"]["Actions"].rstrip(";").split(";")
    expect(actions == ["new-check"], actions)
    for section in ("Desktop Entry", *(f"Desktop Action {name}" for name in actions)):
        program = desktop[section]["Exec"].split()[0]
        expect(installed.path("bindir", program).exists(), program)
    service = read_keys(installed.path("datadir", f"dbus-1/services/{APPLICATION_ID}.service"))["D-BUS Service"]
    program, *arguments = service["Exec"].split()
    expect(service["Name"] == APPLICATION_ID and arguments == ["--gapplication-service"], dict(service))
    expect(installed.now(program).exists(), program)


def test_metainfo_is_valid():
    for path in (installed_metainfo(), METAINFO):
        said = run(["appstreamcli", "validate", "--pedantic", "--no-net", "--no-color", path])
        remarks = re.findall(r"^[EWIP]: \S+ (.*)$", said, re.MULTILINE)
        strange = [remark for remark in remarks if not remark.startswith(KNOWN_REMARKS)]
        expect("Validation was successful" in said and not strange, said)


def test_metainfo_fits_the_rest():
    root = read_xml(METAINFO)
    entry = read_desktop_file()["Desktop Entry"]
    found = [root.findtext(tag) for tag in ("id", "launchable", "provides/mediatype", "name", "summary")]
    expect(found == [APPLICATION_ID, f"{APPLICATION_ID}.desktop", MIME_TYPE, entry["Name"], entry["Comment"]], found)
    for binary in root.iterfind("provides/binary"):
        expect(installed.path("bindir", binary.text).exists(), binary.text)
    version = re.search(r"version: '([\d.]+)'", (TOP / "meson.build").read_text(encoding="utf-8")).group(1)
    expect(root.find("releases/release").get("version") == version, version)


def test_screenshots():
    images = list(read_xml(METAINFO).iterfind("screenshots/screenshot/image"))
    expect(len(images) >= 3, images)
    for image in images:
        folder, _, name = image.text.strip().rpartition("/")
        head = (TOP / "data/screenshots" / name).read_bytes()[:24]
        size = struct.unpack(">II", head[16:])
        expect(folder == "https://linecheck.example/screenshots", image.text)
        expect(size == (int(image.get("width")), int(image.get("height"))), image.text, size)
    expect("@" not in installed_metainfo().read_text(encoding="utf-8").partition("<!--\n  <screenshots>")[0],
           "something was not filled in")


def test_icons():
    for name, size in ((f"scalable/apps/{APPLICATION_ID}.svg", "128"),
                       (f"symbolic/apps/{APPLICATION_ID}-symbolic.svg", "16")):
        root = read_xml(installed.path("datadir", "icons/hicolor", name))
        expect((root.get("width"), root.get("height")) == (size, size), root.attrib)


def content_type(path):
    """What a desktop that has Linecheck takes a file for."""
    said = run(["gio", "info", "-a", "standard::content-type", path],
               env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(path.parent),
                    "XDG_DATA_DIRS": f"{installed.path('datadir')}:/usr/share"})
    return re.search(r"standard::content-type: (\S+)", said).group(1)


def test_type_of_saved_runs():
    installed.complete()
    saved = (TOP / "tests/report/runs/healthy.json").read_text(encoding="utf-8")
    cases = {
        "tuesday.linecheck.json": (saved, MIME_TYPE),
        "damaged.linecheck.json": ("{", MIME_TYPE),
        "tuesday": (saved, MIME_TYPE),
        "small": (SMALL_RUN, MIME_TYPE),
        "dense": ("".join(SMALL_RUN.split()), MIME_TYPE),
        "other.json": ('{"format": "something"}', "application/json"),
        "other": ('{"format": "something"}', None),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, expected) in cases.items():
            path = pathlib.Path(folder) / name
            path.write_text(text, encoding="utf-8")
            found = content_type(path)
            expect(found == expected if expected else found != MIME_TYPE, name, found)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="linecheck-install-") as place:
        installed = Installation(BUILD, place)
        sys.exit(run_tests(globals()))

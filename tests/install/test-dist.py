#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the tarball of a release and looks into it; prints TAP.

    test-dist.py TOP

That it builds and passes its tests by itself is what scripts/test --trixie shows."""

import hashlib
import os
import pathlib
import re
import sys
import tarfile
import tempfile

TOP = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(TOP / "tests/support"))

from installation import run  # noqa: E402  pylint: disable=wrong-import-position
from tap import run_tests  # noqa: E402  pylint: disable=wrong-import-position

NOT_WRITTEN = {".flatpak-builder", ".git", "node_modules", "__pycache__", "linecheck-run.json"}


def expect(condition, *seen):
    """Fails the test when something is not so."""
    if not condition:
        raise AssertionError("\n".join(str(part) for part in seen))


def written_files():
    """What somebody wrote, as paths relative to the top."""
    for folder, folders, names in os.walk(TOP):
        place = pathlib.Path(folder).relative_to(TOP)
        folders[:] = [name for name in folders if name not in NOT_WRITTEN
                      and not (place == pathlib.Path() and re.match("_?build", name))]
        yield from (str(place / name) for name in names if name not in NOT_WRITTEN and not name.endswith(".pyc"))


def test_holds_every_file():
    with tarfile.open(tarball) as archive:
        members = [member for member in archive.getmembers() if not member.isdir()]
    found = {member.name.partition("/")[2]: member for member in members}
    expected = set(written_files())
    expect(found.keys() == expected, "missing:", *sorted(expected - found.keys()),
           "surplus:", *sorted(found.keys() - expected))
    for name, member in found.items():
        runs = bool(member.mode & 0o100)
        expect(runs == os.access(TOP / name, os.X_OK), f"{name}: executable in one place only")


def test_sum_is_right():
    digest, name = pathlib.Path(f"{tarball}.sha256sum").read_text(encoding="ascii").split()
    expect(name.lstrip("*") == tarball.name, name)
    expect(digest == hashlib.sha256(tarball.read_bytes()).hexdigest(), digest)


def test_is_called_after_the_version():
    version = re.search(r"version: '([\d.]+)'", (TOP / "meson.build").read_text(encoding="utf-8")).group(1)
    expect(tarball.name == f"linecheck-{version}.tar.gz", tarball.name)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="linecheck-dist-") as output:
        tarball = pathlib.Path(run([TOP / "scripts/dist", output]).splitlines()[-1])
        sys.exit(run_tests(globals()))

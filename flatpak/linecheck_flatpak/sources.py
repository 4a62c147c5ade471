# SPDX-License-Identifier: GPL-3.0-or-later
"""The release tarballs of the manifest's modules, from Debian's source packages.

Debian publishes what upstream has released, byte for byte, under another name; that a tarball is
the one that the manifest means is known by its sum."""

import hashlib
import pathlib
import re
import shutil

from .stand_in import DEBIAN
from .system import DEBIAN_ROOT, PLACE, FlatpakError, run

SOURCES = PLACE / "sources"
LOG = PLACE / "sources.log"
# Debian's package with the library of a module, for a mirror that does not have its source.
DEVELOPMENT_PACKAGES = {"c-ares": "libc-ares-dev", "libmnl": "libmnl-dev", "libnice": "libnice-dev",
                        "libportal": "libportal-gtk4-dev"}


def archives(manifest):
    """What the manifest wants: [(module, url, sha256)]."""
    return [(module["name"], source["url"], source["sha256"]) for module in manifest["modules"]
            for source in module["sources"] if source["type"] == "archive"]


def sum_of(path):
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def version_of(url):
    """The version in the name of a tarball."""
    found = re.search(r"-(\d[\d.]*)\.tar\.\w+$", url)
    if not found:
        raise FlatpakError(f"{url}: expected NAME-VERSION.tar.KIND")
    return found.group(1)


def fetch(module, url, wanted):
    """Gets one tarball; returns its path, or None where the mirror does not have it."""
    SOURCES.mkdir(parents=True, exist_ok=True)
    path = SOURCES / url.rsplit("/", 1)[1]
    if path.exists() and sum_of(path) == wanted:
        return path
    download = DEBIAN / "var/tmp/linecheck-source"
    shutil.rmtree(download, ignore_errors=True)
    download.mkdir()
    script = ('sed "s/^deb /deb-src /" /etc/apt/sources.list >/etc/apt/sources.list.d/linecheck-source.list; '
              'apt-get update -q; cd /var/tmp/linecheck-source; '
              'apt-get source -q --tar-only --download-only "$0" || true')
    run([DEBIAN_ROOT, "run", DEBIAN, "--", "sh", "-ec", script, module], LOG)
    for file in download.iterdir():
        if not re.search(r"\.orig\.tar\.\w+$", file.name):
            continue
        if sum_of(file) != wanted:
            raise FlatpakError(f"{module}: Debian has {file.name} with the SHA-256 {sum_of(file)}, "
                               f"the manifest wants {wanted} of {url}")
        shutil.copyfile(file, path)
        shutil.rmtree(download)
        return path
    shutil.rmtree(download)
    return None


def published_sums(module):
    """The sums of a source's files as Debian's signed index has them: {name: sha256}."""
    text = run([DEBIAN_ROOT, "run", DEBIAN, "--", "apt-cache", "showsrc", "--only-source", module])
    return {name: value for value, name in re.findall(r"^ ([0-9a-f]{64}) \d+ (\S+)$", text, re.MULTILINE)}

# SPDX-License-Identifier: GPL-3.0-or-later
"""What "meson install" puts in its place, below a directory of its own."""

import json
import pathlib
import subprocess

APPLICATION_ID = "tv.quicklink.Linecheck"
MIME_TYPE = "application/vnd.quicklink.linecheck-run+json"


def run(argv, **options):
    """Runs a tool to its end; what it says on failure is in the complaint."""
    argv = [str(word) for word in argv]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(argv)}: status {done.returncode}\n{done.stdout}")
    return done.stdout


class Installation:
    """The files of a build directory, installed below another with the prefix that it has."""

    def __init__(self, build, destination):
        self.destination = pathlib.Path(destination).resolve()
        options = {each["name"]: each["value"] for each in
                   json.loads(run(["meson", "introspect", "--buildoptions", build]))}
        self.prefix = pathlib.Path(options["prefix"])
        self.directories = {name: self.prefix / options[name]
                            for name in ("bindir", "datadir", "localedir", "mandir")}
        run(["meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir", self.destination])

    def where(self, kind, *parts):
        """The path that a file has where it is installed for use."""
        return self.directories[kind].joinpath(*parts)

    def now(self, path):
        """The path that such a file has here."""
        return self.destination / pathlib.Path(path).relative_to("/")

    def path(self, kind, *parts):
        """The path of a file here."""
        return self.now(self.where(kind, *parts))

    def files(self):
        """Every file, by its path where it is installed for use."""
        return {pathlib.Path("/") / path.relative_to(self.destination)
                for path in self.destination.rglob("*") if not path.is_dir()}

    def complete(self):
        """Makes the indexes that the desktop reads, as a package manager does afterwards."""
        data = self.path("datadir")
        run(["glib-compile-schemas", "--strict", data / "glib-2.0/schemas"])
        run(["update-desktop-database", data / "applications"])
        run(["update-mime-database", data / "mime"])

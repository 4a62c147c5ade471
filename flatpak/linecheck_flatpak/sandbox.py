# SPDX-License-Identifier: GPL-3.0-or-later
"""A throw-away installation of the bundle, and commands in its sandbox."""

import pathlib
import shutil
import tempfile

from .bus import Bus
from .stand_in import BUNDLE_NAME, TRUST
from .system import as_user, flatpak_environment, give_directory, run


class Sandbox:
    """Use it in a with statement. Nothing of the person's own Flatpak or home is touched: the
    installation, the home and the run-time directory are in one temporary directory."""

    def __init__(self, bundle, manifest):
        self.bundle = bundle
        self.id = manifest["id"]
        self.branch = manifest["runtime-version"]
        self.place = None
        self.environment = {}
        self._bus = None

    def __enter__(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="linecheck-flatpak-"))
        try:
            for directory in (self.place, self.home, self.home / "run", self.place / "user"):
                give_directory(directory)
            self.environment = flatpak_environment(self.home, self.place / "user")
            # Flatpak asks the system's bus whether a child may use this. Nobody answers on either: there are no
            # portals, and no service of this computer is started.
            self._bus = Bus(self.place / "bus", self.environment)
            self.environment |= {"DBUS_SYSTEM_BUS_ADDRESS": self._bus.address,
                                 "DBUS_SESSION_BUS_ADDRESS": self._bus.address}
            self.flatpak("--user", "install", "--noninteractive", "--no-deps", "--no-related", "--bundle",
                         self.bundle)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        if self._bus:
            self._bus.end()
        shutil.rmtree(self.place, ignore_errors=True)

    @property
    def home(self):
        """The home of who uses it."""
        return self.place / "home"

    @property
    def installed(self):
        """The directory of the installed application."""
        return self.place / "user/app" / self.id / "current/active"

    @property
    def own_data(self):
        """Where the sandbox keeps what it writes, as seen from outside."""
        return self.home / ".var/app" / self.id

    def flatpak(self, *arguments):
        """Runs a command of Flatpak to its end and returns what it wrote."""
        return run(as_user(["flatpak", *arguments]), env=self.environment, cwd="/")

    def argv(self, program, *arguments, options=(), environment=None):
        """The command line that runs a program in the sandbox, as somebody without rights, from
        wherever it is started."""
        variables = [f"{name}={value}" for name, value in (self.environment | (environment or {})).items()]
        return ["env", "-i", "-C", "/", *variables,
                *as_user(["flatpak", "run", "--user", *options, f"--command={program}", self.id, *arguments])]

    def trust(self, authorities):
        """Lets the sandbox trust the authorities in a file, as the computer's own administrator
        would; Flatpak takes them from a directory beside the installed applications."""
        arch = self.flatpak("--default-arch").strip()
        directory = self.place / "user/extension" / TRUST / arch / self.branch
        directory.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(authorities, directory / BUNDLE_NAME)
        run(["chown", "-R", f"--reference={self.place}", self.place / "user/extension"])

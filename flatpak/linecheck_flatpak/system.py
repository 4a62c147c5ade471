# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things are, and how commands are run."""

import contextlib
import fcntl
import os
import pathlib
import pwd
import shutil
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
PLACE = pathlib.Path(os.environ.get("LINECHECK_FLATPAK_DIR") or TOP / "_build-flatpak").resolve()
DEBIAN_ROOT = TOP / "scripts/debian-root"
SYSTEM_DIRECTORY = PLACE / "system"
TOOLS = {"bwrap": "bubblewrap", "debootstrap": "debootstrap", "eu-strip": "elfutils", "flatpak": "flatpak",
         "flatpak-builder": "flatpak-builder", "ostree": "ostree", "setpriv": "util-linux"}
USER = "nobody"


class FlatpakError(Exception):
    """Something that a person can understand and mend."""


def check_machine():
    """Raises FlatpakError unless this machine can do all of it."""
    if os.geteuid() != 0:
        raise FlatpakError("making a Debian and giving up rights needs root")
    missing = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if missing:
        raise FlatpakError(f"missing tools; do: apt-get install {' '.join(missing)}")
    PLACE.mkdir(parents=True, exist_ok=True)
    if not can_reach(PLACE):
        raise FlatpakError(f"{USER} cannot get to {PLACE}; LINECHECK_FLATPAK_DIR names another place, as /var/tmp/linecheck")


def run(command, log=None, **options):
    """Runs a command to its end; FlatpakError when it fails. Its output goes to the end of a log,
    or, without one, is returned."""
    command = [str(word) for word in command]
    if log is None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        said = done.stderr + done.stdout
    else:
        with open(log, "a", encoding="utf-8", errors="replace") as file:
            file.write(f"\n$ {' '.join(command)}\n")
            file.flush()
            done = subprocess.run(command, stdout=file, stderr=file, text=True, check=False, **options)
        said = pathlib.Path(log).read_text(encoding="utf-8", errors="replace")
    if done.returncode != 0:
        end = "\n".join(said.splitlines()[-20:])
        raise FlatpakError(f"{command[0]} failed with status {done.returncode}"
                           f"{f', see {log}' if log else ''}:\n{end}")
    return done.stdout


def flatpak_environment(home, user_directory):
    """The whole environment of Flatpak's commands: nothing of the caller's."""
    runtime = home / "run"
    return {"HOME": str(home), "USER": USER, "LOGNAME": USER, "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(home / ".local/share"),
            "FLATPAK_USER_DIR": str(user_directory), "FLATPAK_SYSTEM_DIR": str(SYSTEM_DIRECTORY),
            "FLATPAK_SYSTEM_CACHE_DIR": str(home / "system-cache"), "FLATPAK_FANCY_OUTPUT": "0"}


def as_user(command):
    """The command line that runs a command without any rights."""
    group = pwd.getpwnam(USER).pw_gid
    return ["setpriv", f"--reuid={USER}", f"--regid={group}", "--clear-groups", "--no-new-privs", "--", *command]


def can_reach(path):
    """Whether somebody without rights can read what is at a path."""
    return subprocess.run(as_user(["test", "-r", str(path)]), check=False).returncode == 0


def give_directory(path):
    """Makes a directory that belongs to the user without rights."""
    path.mkdir(parents=True, exist_ok=True)
    shutil.chown(path, USER, pwd.getpwnam(USER).pw_gid)
    path.chmod(0o700)


@contextlib.contextmanager
def alone():
    """Nobody else changes what is in PLACE meanwhile."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with open(PLACE / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

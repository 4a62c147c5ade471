#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop that has Linecheck installed starts it as desktops do; prints TAP.

    test-desktop.py TOP BUILD

The application is where it was built for, in mounts of this test's own, on a
session bus that starts it by its service file. There is no network. Needs root."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

TOP = pathlib.Path(sys.argv[1]).resolve()
BUILD = pathlib.Path(sys.argv[2]).resolve()
sys.path[:0] = [str(TOP / "tests/support"), str(TOP / "tests/e2e")]

from installation import APPLICATION_ID, MIME_TYPE, Installation, run  # noqa: E402  pylint: disable=wrong-import-position
from tap import Tap, skip_all  # noqa: E402  pylint: disable=wrong-import-position

OBJECT_PATH = "/" + APPLICATION_ID.replace(".", "/")
READY = "Ready to go live"
NOT_READY = "Not ready"
PATIENCE_FOR_RUN_S = 60
NOT_CHECKED = "Check your line"


class Started:
    """A process that the bus has started, as far as a person needs it."""

    returncode = None

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        """None as long as it runs."""
        try:
            state = pathlib.Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            state = "Z"
        return "gone" if state == "Z" else None


class Scene:
    """One test: a desktop, and who uses it."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.person = Person(desktop)
        self.process = None

    def call(self, method, *arguments):
        """Calls the application over the bus, as a shell does."""
        return self.desktop.run("gdbus", "call", "--session", "--dest", APPLICATION_ID, "--object-path", OBJECT_PATH,
                                "--method", f"org.freedesktop.Application.{method}", *arguments)

    def meet(self):
        """Waits for the window of whoever owns the name."""
        def owner():
            done = subprocess.run(
                ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                 "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.GetConnectionUnixProcessID",
                 APPLICATION_ID], env=self.desktop.environment, capture_output=True, text=True, check=False)
            return int(done.stdout.strip("(),\n").split()[1]) if done.returncode == 0 else None

        self.process = Started(wait_until(owner, "the name on the bus"))
        self.person.meet(self.process)

    def kept(self):
        """The runs that were kept."""
        return list((self.desktop.home / "data/linecheck/runs").glob("*.linecheck.json"))

    def wait_for_runs(self, number):
        """Waits until that many runs were kept."""
        wait_until(lambda: len(self.kept()) >= number, f"{number} kept runs", PATIENCE_FOR_RUN_S)
        expect(len(self.kept()) == number, f"kept runs: expected {number}, found {len(self.kept())}")

    def close(self):
        """Closes the window: the program ends."""
        self.person.press("Close")
        wait_until(self.process.poll, "the end of the program")


def expect(condition, text):
    """Fails the test when something is not so."""
    if not condition:
        raise AssertionError(text)


def test_action_starts_program_and_check(scene):
    """The action New Check starts program and check; on a running one it checks again."""
    scene.call("ActivateAction", "new-check", "[]", "{}")
    scene.meet()
    scene.wait_for_runs(1)
    scene.person.wait_for_verdict(NOT_READY)
    scene.call("ActivateAction", "new-check", "[]", "{}")
    scene.wait_for_runs(2)
    scene.close()


def test_activation_shows_window(scene):
    """Activation shows a window and starts no check when the settings say so."""
    scene.call("Activate", "{}")
    scene.meet()
    scene.person.wait_for_verdict(NOT_CHECKED)
    scene.close()
    expect(not scene.kept(), "kept runs: expected none")


def test_new_check_asks_first(scene):
    """Without consent the action shows whom a check contacts, and waits."""
    scene.desktop.use_settings(start_at_once="false")
    scene.call("ActivateAction", "new-check", "[]", "{}")
    scene.meet()
    scene.person.wait_for("the question of the first start", label="Before the First Check")
    scene.close()
    expect(not scene.kept(), "kept runs: expected none")


def test_saved_run_opens(scene):
    """A double click on a saved run shows it."""
    said = scene.desktop.run("gio", "mime", MIME_TYPE)
    expect(f"{APPLICATION_ID}.desktop" in said, said)
    file = scene.desktop.home / "tuesday.linecheck.json"
    shutil.copyfile(TOP / "tests/report/runs/healthy.json", file)
    scene.desktop.run("gio", "open", file)
    scene.meet()
    scene.person.wait_for_verdict(READY)
    scene.close()


def test_command_line(scene):
    """linecheck --new-check starts a check in this program or in the one that runs."""
    first = scene.desktop.start(["linecheck", "--new-check"])
    scene.meet()
    expect(scene.process.pid == first.pid, "another program answers")
    scene.wait_for_runs(1)
    scene.person.wait_for_verdict(NOT_READY)
    second = scene.desktop.start(["linecheck", "--new-check"])
    expect(second.wait(PATIENCE_S) == 0, f"second start: status {second.returncode}")
    scene.wait_for_runs(2)
    scene.person.press("Close")
    expect(first.wait(PATIENCE_S) == 0, f"first start: status {first.returncode}")


def run_one(installed, test):
    """Runs one test on a desktop of its own; returns complaints."""
    data = installed.where("datadir")
    with Desktop(services=data / "dbus-1/services",
                 environment={"XDG_DATA_DIRS": f"{data}:/usr/share",
                              "PATH": f"{installed.where('bindir')}:{os.environ['PATH']}"}) as desktop:
        try:
            desktop.use_settings(consent_given="true", start_at_once="false")
            test(Scene(desktop))
            return []
        except Exception:  # pylint: disable=broad-except
            return [traceback.format_exc()]


def main():
    """Installs, and runs all tests."""
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="linecheck-install-") as place:
        installed = Installation(BUILD, place)
        installed.complete()
        prefix = installed.prefix
        # Over what is installed there already.
        run(["mount", "-t", "overlay", "overlay", "-o",
             f"lowerdir={installed.now(prefix)}:{prefix}", prefix])
        try:
            for test in [value for name, value in globals().items() if name.startswith("test_")]:
                tap.result(test.__name__, run_one(installed, test))
        finally:
            run(["umount", prefix])
    return tap.finish()


if os.geteuid() != 0:
    skip_all("mounts need root")
if "LINECHECK_OWN_MOUNTS" not in os.environ:
    os.environ["LINECHECK_OWN_MOUNTS"] = "yes"
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "--net", sys.executable, *sys.argv])
try:
    from linecheck_desktop.desktop import PATIENCE_S, Desktop, missing_tools, wait_until
    from linecheck_desktop.person import Person
except (ImportError, ValueError) as problem:
    skip_all(f"no accessibility for Python: {problem}")
if missing_tools():
    skip_all(f"missing: {', '.join(missing_tools())}")
sys.exit(main())

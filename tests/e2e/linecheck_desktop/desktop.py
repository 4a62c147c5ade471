# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop that nothing else uses: an X server without a screen, a session bus, an
accessibility bus, and a home. No portal, no window manager, no settings of this machine."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

# Where Debian and the others put it.
BUS_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
APPLICATION_ID = "tv.quicklink.Linecheck"
PATIENCE_S = 15

BUS_CONFIGURATION = """<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class DesktopError(Exception):
    """The desktop itself failed."""


def wait_until(condition, what, patience_s=PATIENCE_S):
    """Waits until a condition holds and returns what it gave; DesktopError after too long."""
    deadline = time.monotonic() + patience_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise DesktopError(f"gave up waiting for {what} after {patience_s:g} s")
        time.sleep(0.05)


def missing_tools():
    """What this computer lacks for a desktop."""
    missing = [tool for tool in ("Xvfb", "dbus-daemon", "xdotool", "xprop", "xwininfo", "xclip", "import", "convert")
               if not shutil.which(tool)]
    if not any(os.access(path, os.X_OK) for path in BUS_LAUNCHERS):
        missing.append("at-spi-bus-launcher")
    return missing


class Desktop:
    """Use it in a with statement. The bus starts what the service files in a
    directory say; all programs have the environment."""

    def __init__(self, width=1280, height=1024, services=None, environment=None):
        self.size = (width, height)
        self._services = services
        self._own_environment = environment or {}
        self.home = None
        self.environment = {}
        self._processes = []

    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="linecheck-desktop-"))
        try:
            self._make_home()
            self._start_display()
            self._start_buses()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        for process in reversed(self._processes):
            end(process)
        self._processes.clear()
        shutil.rmtree(self.home, ignore_errors=True)

    def _make_home(self):
        directories = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data",
                       "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state",
                       "XDG_RUNTIME_DIR": "runtime"}
        kept = ("PATH", "LANG", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "G_SLICE",
                "GSETTINGS_SCHEMA_DIR")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        for name, directory in directories.items():
            (self.home / directory).mkdir(mode=0o700)
            self.environment[name] = str(self.home / directory)
        self.environment |= {"HOME": str(self.home), "LC_ALL": "C.UTF-8", "GDK_BACKEND": "x11",
                             "GSK_RENDERER": "cairo", "GSETTINGS_BACKEND": "keyfile",
                             "GTK_USE_PORTAL": "0", "ADW_DISABLE_PORTAL": "1"}
        self.environment |= self._own_environment

    def _start(self, argv, **options):
        process = subprocess.Popen(argv, env=self.environment, start_new_session=True,
                                   stdin=subprocess.DEVNULL, **options)
        self._processes.append(process)
        return process

    def _start_display(self):
        reader, writer = os.pipe()
        width, height = self.size
        # The socket is a file: an abstract one is not seen from another network namespace.
        self._start(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24",
                     "-nolisten", "tcp", "-nolisten", "abstract", "-noreset", "-dpi", "96"],
                    pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader, encoding="ascii") as pipe:
            number = pipe.readline().strip()
        if not number:
            raise DesktopError("Xvfb did not start")
        self.environment["DISPLAY"] = f":{number}"

    def _start_buses(self):
        path = self.home / "runtime" / "bus"
        configuration = self.home / "bus.conf"
        services = f"<servicedir>{self._services}</servicedir>" if self._services else ""
        configuration.write_text(BUS_CONFIGURATION.format(path=path, services=services), encoding="utf-8")
        self._start(["dbus-daemon", f"--config-file={configuration}", "--nofork"],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(path.exists, "the session bus")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={path}"
        launcher = next(each for each in BUS_LAUNCHERS if os.access(each, os.X_OK))
        self._start([launcher, "--launch-immediately"], stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
        wait_until(lambda: list((self.home / "runtime").glob("at-spi/bus*")),
                   "the accessibility bus")

    # What is on it

    def start(self, argv, **options):
        """Starts a program on the desktop; it is a Popen and ends with the desktop."""
        extra = options.pop("environment", {})
        process = subprocess.Popen([str(word) for word in argv], env=self.environment | extra,
                                   start_new_session=True, stdin=subprocess.DEVNULL, **options)
        self._processes.append(process)
        return process

    def run(self, *argv, patience_s=PATIENCE_S):
        """Runs a tool on the desktop to its end and returns what it wrote."""
        done = subprocess.run([str(word) for word in argv], env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=patience_s, check=False)
        if done.returncode != 0:
            raise DesktopError(f"{' '.join(map(str, argv))}: {done.stderr.strip()}")
        return done.stdout

    def use_settings(self, **settings):
        """Writes settings of Linecheck as GVariant text, before it starts."""
        directory = self.home / "config" / "glib-2.0" / "settings"
        directory.mkdir(parents=True, exist_ok=True)
        lines = [f"[{APPLICATION_ID.replace('.', '/')}]"]
        lines += [f"{name.replace('_', '-')}={value}" for name, value in settings.items()]
        (directory / "keyfile").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def use_text_scale(self, scale):
        """Makes all text larger, before a program starts."""
        self.run("xprop", "-root", "-f", "RESOURCE_MANAGER", "8s", "-set", "RESOURCE_MANAGER",
                 f"Xft.dpi:\t{round(96 * scale)}\n")

    def focus(self, process):
        """Gives the keyboard to the window of a process, as a window manager would."""
        self.focus_window(wait_until(lambda: self.windows(process), "a window")[0])

    def focus_window(self, window):
        """Gives the keyboard to a window, by number."""
        self.run("xdotool", "windowfocus", "--sync", window)

    def windows(self, process):
        """The visible windows of a process, by number. Menus have no title."""
        done = subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid", str(process.pid),
                               "--name", "."],
                              env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.split()

    def look_away(self):
        """Moves the mouse off the windows, and takes the keyboard from them."""
        self.run("xdotool", "mousemove", self.size[0] - 1, self.size[1] - 1)
        root = next(word for word in self.run("xwininfo", "-root").split() if word.startswith("0x"))
        self.run("xdotool", "windowfocus", int(root, 16))

    def key(self, *keys):
        """Presses keys, one after the other; a window has the keyboard."""
        self.run("xdotool", "key", *keys)

    def clipboard(self):
        """The text in the clipboard, "" when there is none."""
        done = subprocess.run(["xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING"],
                              env=self.environment, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=PATIENCE_S, check=False)
        return done.stdout if done.returncode == 0 else ""

    def picture(self, path):
        """Takes a picture of the whole screen."""
        self.run("import", "-window", "root", path, patience_s=4 * PATIENCE_S)


def end(process, patience_s=3):
    """Ends one process that was started here."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

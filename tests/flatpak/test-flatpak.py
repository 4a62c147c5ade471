#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the Flatpak, installs it, and uses it in the lab as somebody without rights.

    test-flatpak.py --cli PROGRAM [--devel] [--pictures DIRECTORY]

PROGRAM is linecheck-cli as it is outside; the sandbox must come to the same verdicts. Needs root and
the sections lab, test and flatpak of scripts/packages.txt. TAP on standard output."""

import argparse
import json
import os
import pathlib
import pwd
import subprocess
import sys
import time
import traceback

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests/support"), str(TOP / "tests/lab"), str(TOP / "flatpak")]
SETTINGS = "[tv/quicklink/Linecheck]\nconsent-given=true\nstart-at-once=true\n"

from linecheck_flatpak import bundle, sources  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_flatpak.sandbox import Sandbox  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_flatpak.system import PLACE, USER, FlatpakError, alone, as_user, can_reach, check_machine, run  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_lab import judge, scenario as scenarios  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_lab.command import Interrupted, watch_signals  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_lab.errors import LabError  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_lab.lab import Lab, set_up_packages  # noqa: E402  pylint: disable=wrong-import-position
from screen import Screen, missing_tools, wait_until  # noqa: E402  pylint: disable=wrong-import-position
from tap import Tap, skip_all  # noqa: E402  pylint: disable=wrong-import-position

SCENARIOS = ["healthy", "udp-blocked-drop", "everything-dropped-dns-answers", "everything-dropped-dns-silent"]
PORTAL = "/usr/libexec/xdg-desktop-portal"
PATIENCE_S = 60
# Where somebody without rights could have left something.
WATCHED = ["/dev/shm", "/home", "/opt", "/root", "/run", "/srv", "/tmp", "/usr/local", "/var"]


def expect(condition, text):
    """Fails the test when something is not so."""
    if not condition:
        raise AssertionError(text)


class Room:
    """What the tests share: what was built, the sandbox, and the lab."""

    def __init__(self, cli, development, pictures):
        self.cli = cli
        self.development = development
        self.user_outside = USER if can_reach(cli) else "root"
        self.pictures = pictures
        self.manifest = bundle.load_manifest(development)
        self.bundle = None
        self.tarballs = {}
        self.sandbox = None
        self.lab = None
        self.portal = None
        self.started = time.time()

    def start_portal(self):
        """Starts the desktop's own portal, the real one, where the client of the lab is."""
        environment = [f"{name}={value}" for name, value in self.sandbox.environment.items()]
        self.portal = self.lab.start_client(["env", "-i", *environment, *as_user([PORTAL])],
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run(as_user(["gdbus", "wait", "--session", f"--timeout={PATIENCE_S}", "org.freedesktop.portal.Desktop"]),
            env=self.sandbox.environment)

    def stop_portal(self):
        """Ends it."""
        self.portal.terminate()
        self.portal.wait()

    def check(self, argv, user, quiet=True):
        """Runs linecheck-cli in the client of the lab; returns (run, exit status)."""
        process = self.lab.start_client(argv, user, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            output, errors = process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.lab.end_clients()
            output, errors = process.communicate()
            raise AssertionError(f"no end within {PATIENCE_S} s\n{errors}") from None
        expect(not quiet or not errors.strip(), f"standard error: expected nothing, found\n{errors}")
        return json.loads(output), process.returncode

    def check_inside(self, quiet=True):
        """The same in the sandbox."""
        return self.check(self.sandbox.argv("linecheck-cli", "--format", "json"), "root", quiet)


# Before the sandbox


def test_manifests(room):
    """Flatpak itself reads both manifests, and both say the same but for the name."""
    shown = []
    for development in (False, True):
        path = TOP / f"flatpak/tv.quicklink.Linecheck{'.Devel' if development else ''}.json"
        shown.append(json.loads(run(["env", f"--chdir={PLACE}", "flatpak-builder", "--show-manifest", path])))
        expect(shown[-1]["id"] == path.stem, f"{path.name} is of {shown[-1]['id']}")
    expect(shown[0]["finish-args"] == shown[1]["finish-args"], "the variants may not do the same")


def test_sums(room):
    """The sums of the modules are those of upstream's tarballs in Debian's signed index."""
    for module, url, wanted in sources.archives(room.manifest):
        published = sources.published_sums(module)
        expect(wanted in published.values(), f"{module}: {url} has {wanted}, Debian has {published}")


def test_desktop_and_metainfo(room):
    """What is exported is right: the desktop file, the metainfo, the D-Bus service, the icon."""
    share = bundle.BUILD / "app/export/share"
    name = room.manifest["id"]
    run(["desktop-file-validate", share / f"applications/{name}.desktop"])
    # Builders differ in how they call it.
    metainfo = [*(share / "metainfo").glob(f"{name}.*.xml")]
    expect(len(metainfo) == 1, f"metainfo: {metainfo}")
    text = metainfo[0].read_text(encoding="utf-8")
    expect(f"<id>{name}</id>" in text and f">{name}.desktop</launchable>" in text, f"the metainfo is not of {name}")
    run(["appstreamcli", "validate", "--no-net", "--pedantic", metainfo[0]])
    for path in (f"dbus-1/services/{name}.service", f"icons/hicolor/scalable/apps/{name}.svg",
                 f"icons/hicolor/symbolic/apps/{name}-symbolic.svg", f"mime/packages/{name}.xml"):
        expect((share / path).is_file(), f"{path} is not exported")


def test_bundle_is_one_file(room):
    """One file, without debugging symbols or headers, that says what it may do."""
    with room.bundle.open("rb") as file:
        expect(file.read(8) == b"flatpak\0", f"{room.bundle} is no bundle")
    files = bundle.BUILD / "app/files"
    for name in ("include", "lib/pkgconfig", "bin/adig", "bin/stund", "lib/libnice.la"):
        expect(not (files / name).exists(), f"{name} is in the bundle")
    for module in ("libmnl", "libcares", "libnice"):
        if room.tarballs.get(module.replace("libc", "c-")):
            expect([*(files / "lib").glob(f"{module}.so.*")], f"{module} is not in the bundle")


def test_languages(room):
    """All languages are in the one file: an extension with them would be another."""
    lines = (TOP / "po/LINGUAS").read_text(encoding="utf-8").splitlines()
    for language in " ".join(line for line in lines if not line.startswith("#")).split():
        catalogue = bundle.BUILD / f"app/files/share/locale/{language}/LC_MESSAGES/linecheck.mo"
        expect(catalogue.is_file() and not catalogue.is_symlink(), f"{catalogue} is missing")


# In the sandbox


def test_permissions(room):
    """The installed application may do what the manifest says and nothing more."""
    metadata = room.sandbox.flatpak("info", "--user", "--show-permissions", room.sandbox.id)
    found = {key: set(value.rstrip(";").split(";")) for key, _equals, value in
             (line.partition("=") for line in metadata.splitlines() if "=" in line)}
    wanted = {"shared": {"network", "ipc"}, "sockets": {"wayland", "fallback-x11", "x11"}, "devices": {"dri"}}
    expect(found == wanted, f"permissions: expected {wanted}, found {found}")


def test_both_programs(room):
    """The window and the command line are both in the bundle, and of the same version."""
    said = [run(room.sandbox.argv(program, "--version")).split() for program in ("linecheck", "linecheck-cli")]
    expect(said[0][-1] == said[1][-1], f"versions: {said}")


def test_sees_no_file(room):
    """A file in the person's home cannot be seen in the sandbox, and nothing can be put there."""
    secret = room.sandbox.home / "secret"
    run(as_user(["sh", "-c", f"echo mine >{secret}"]))
    seen = run(room.sandbox.argv("sh", "-c", f"ls -A $HOME; cat {secret} 2>&1; echo spoilt >{secret}"))
    expect("mine" not in seen and seen.splitlines()[0] == ".var", f"the sandbox saw\n{seen}")
    expect(secret.read_text(encoding="utf-8") == "mine\n", "the sandbox has changed a file of the home")
    secret.unlink()


def compare(inside, outside):
    """In what two runs of the same network differ, row by row."""
    for name in ("status", "nearest_region", "dns_region"):
        if inside["verdict"][name] != outside["verdict"][name]:
            yield f"{name}: inside {inside['verdict'][name]}, outside {outside['verdict'][name]}"
    causes = [[reason["cause"] for reason in each["verdict"]["reasons"]] for each in (inside, outside)]
    if causes[0] != causes[1]:
        yield f"reasons: inside {causes[0]}, outside {causes[1]}"
    verdicts = [{row["id"]: (row["verdict"]["status"], row["verdict"]["cause"]) for row in each["checks"]}
                for each in (inside, outside)]
    for id in verdicts[0].keys() | verdicts[1].keys():
        one, other = verdicts[0].get(id), verdicts[1].get(id)
        if one != other and (one is None or one[0] != "not-tested"):
            yield f"{id}: inside {one}, outside {other}"


def test_scenario(room, name):
    """The truth of the scenario, and the same verdicts as outside."""
    room.lab.apply(name)
    expectation = {**scenarios.load(name)["expect"], "max_duration_s": PATIENCE_S}
    outside, status = room.check([room.cli, "--format", "json"], room.user_outside)
    complaints = judge.compare(outside, status, 0, expectation)
    expect(not complaints, "outside:\n" + "\n".join(complaints))
    inside, status = room.check_inside()
    complaints = judge.compare(inside, status, 0, expectation) + [*compare(inside, outside)]
    expect(not complaints, "inside:\n" + "\n".join(complaints))


def test_without_portals(room):
    """Where there is no portal, the verdicts are the same."""
    room.lab.apply("healthy")
    room.stop_portal()
    try:
        inside, status = room.check_inside(quiet=False)
    finally:
        room.start_portal()
    complaints = judge.compare(inside, status, 0, {**scenarios.load("healthy")["expect"], "max_duration_s": PATIENCE_S})
    expect(not complaints, "\n".join(complaints))


def test_no_ping(room):
    """Where the computer allows no ping, the gateway is not tested, and the line is as ready as before."""
    room.lab.apply("healthy")
    group = pwd.getpwnam(USER).pw_gid
    for allowed in (f"{group} {group}", "1 0"):
        namespace = room.lab.network.namespaces["client"]
        run(["ip", "netns", "exec", namespace, "sysctl", "-q", "-w", f"net.ipv4.ping_group_range={allowed}"])
        inside, status = room.check_inside()
        row = next(row for row in inside["checks"] if row["id"] == "computer.gateway")
        wanted = ("not-tested", "not-permitted") if allowed == "1 0" else ("pass", "none")
        found = (row["verdict"]["status"], row["verdict"]["cause"])
        expect(found == wanted, f"ping_group_range {allowed}: expected {wanted}, found {found}\n{judge.evidence(row)}")
        expect((inside["verdict"]["status"], status) == ("ready", 0), f"verdict: {inside['verdict']}, {status}")


def test_window(room, name):
    """The window opens, checks, keeps the run where only the sandbox looks, and closes without a word."""
    room.lab.apply(name)
    settings = room.sandbox.own_data / "config/glib-2.0/settings"
    runs = room.sandbox.own_data / "data/linecheck/runs"
    run(as_user(["sh", "-ec", f"mkdir -p {settings}; printf '%s' '{SETTINGS}' >{settings}/keyfile; rm -rf {runs}"]))
    with Screen(room.sandbox) as screen:
        argv = room.sandbox.argv("linecheck", environment=screen.environment | {"GSK_RENDERER": "cairo", "GTK_A11Y": "none"})
        process = room.lab.start_client(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        window = wait_until(lambda: screen.window("Linecheck"), "the window")[0]
        path = wait_until(lambda: [*runs.glob("*.json")], "the run of the window")[0]
        if room.pictures:
            time.sleep(1)
            screen.picture(room.pictures / f"flatpak-{name}.png")
        screen.press(window, "ctrl+q")
        said = process.communicate(timeout=PATIENCE_S)[0]
    expect((process.returncode, said.strip()) == (0, ""), f"status {process.returncode}, and it said\n{said}")
    inside = json.loads(path.read_text(encoding="utf-8"))
    expectation = {**scenarios.load(name)["expect"], "exit": None, "max_duration_s": PATIENCE_S}
    complaints = judge.compare(inside, None, 0, expectation)
    expect(not complaints, "\n".join(complaints))


def test_saves_where_allowed(room):
    """A run and reports are saved to a place that is allowed for that once, and to no other."""
    room.lab.apply("healthy")
    place = room.sandbox.place / "reports"
    run(as_user(["mkdir", place]))
    beginnings = {"run.linecheck.json": b"{", "report.pdf": b"%PDF-", "report.html": b"<!DOCTYPE html>"}
    for options in ([], [f"--filesystem={place}"]):
        for name in beginnings:
            argv = room.sandbox.argv("linecheck-cli", "--quiet", "--only", "dns.portal", "--output", str(place / name),
                                     options=options)
            process = room.lab.start_client(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            said = process.communicate(timeout=PATIENCE_S)[0]
            if not options:
                expect(process.returncode == 2, f"without permission for {name}: status {process.returncode}\n{said}")
        found = {path.name: path.read_bytes() for path in place.iterdir()}
        wanted = beginnings if options else {}
        expect(found.keys() == wanted.keys(), f"with {options}: expected {[*wanted]}, found {[*found]}\n{said}")
    for name, beginning in beginnings.items():
        expect(found[name].startswith(beginning), f"{name} begins with {found[name][:40]}")


def test_nothing_else_touched(room):
    """Somebody without rights has left nothing anywhere but in the throw-away directory."""
    kept = [room.sandbox.place, room.lab.state.parent, PLACE]
    pruned = [word for path in kept for word in ("-path", str(path), "-prune", "-o")]
    found = subprocess.run(["find", *WATCHED, *pruned, "-user", USER, "-newermt", f"@{room.started}", "-print"],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout
    expect(not found, f"these are new or changed:\n{found}")
    names = {path.name for path in room.sandbox.home.iterdir()} - {".var", ".local", ".cache", "run", "system-cache"}
    expect(not names, f"in the home there are also {sorted(names)}")


SETTING_UP = [test_manifests, test_sums]
BUILT = [test_desktop_and_metainfo, test_bundle_is_one_file, test_languages]
INSIDE = [test_permissions, test_both_programs, test_sees_no_file]
IN_THE_LAB = [test_without_portals, test_no_ping, test_saves_where_allowed]


def run_test(tap, test, room, *arguments):
    """One test, and what went wrong in it."""
    name = " ".join([test.__doc__.strip().rstrip("."), *(f"({each})" for each in arguments)])
    started = time.monotonic()
    try:
        test(room, *arguments)
        tap.result(name, remark=f"{time.monotonic() - started:.1f} s")
    except (AssertionError, FlatpakError, LabError) as error:
        tap.result(name, [str(error)])
    except Exception:  # pylint: disable=broad-except
        tap.result(name, [traceback.format_exc()])


def build(tap, room):
    """Builds everything; the tests of what was built follow."""
    started = time.monotonic()
    room.bundle, room.tarballs = bundle.make(room.development)
    tap.result("The manifest builds without a network",
               remark=f"{time.monotonic() - started:.0f} s, {room.bundle.stat().st_size / 1e6:.1f} MB")
    for name, tarball in room.tarballs.items():
        title = f"{name} is built from upstream's tarball"
        if tarball:
            tap.result(title)
        else:
            tap.skip(title, "the mirror of this computer does not have it; the stand-in has the library instead")


def use_in_lab(tap, room):
    """What needs the lab."""
    room.lab = Lab("test-flatpak")
    try:
        room.lab.lock()
        room.lab.up("healthy", kind="run")
        trust = room.sandbox.place / "authorities"
        with trust.open("w") as file:
            room.lab.start_client(["cat", "/etc/ssl/certs/ca-certificates.crt"], stdout=file).wait()
        room.sandbox.trust(trust)
        room.start_portal()
        for name in SCENARIOS:
            run_test(tap, test_scenario, room, name)
        for name in ("healthy", "udp-blocked-drop"):
            run_test(tap, test_window, room, name)
        for test in IN_THE_LAB:
            run_test(tap, test, room)
        run_test(tap, test_nothing_else_touched, room)
    finally:
        room.lab.down()


def main():
    """Runs everything and reports."""
    parser = argparse.ArgumentParser(description="Linecheck as a Flatpak")
    parser.add_argument("--cli", required=True, type=os.path.abspath, help="the program outside")
    parser.add_argument("--devel", action="store_true", help="the Devel variant")
    parser.add_argument("--pictures", type=pathlib.Path, metavar="DIRECTORY", help="where to put pictures of the window")
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        skip_all("making a Debian and a lab needs root")
    watch_signals()
    tap = Tap()
    room = Room(arguments.cli, arguments.devel, arguments.pictures)
    try:
        check_machine()
        if missing_tools():
            raise FlatpakError(f"missing tools: {', '.join(missing_tools())}")
        set_up_packages()
        with alone():
            bundle.prepare(room.manifest)
            for test in SETTING_UP:
                run_test(tap, test, room)
            build(tap, room)
            for test in BUILT:
                run_test(tap, test, room)
            with Sandbox(room.bundle, room.manifest) as room.sandbox:
                for test in INSIDE:
                    run_test(tap, test, room)
                use_in_lab(tap, room)
    except (FlatpakError, LabError) as error:
        tap.result("everything was tried", [str(error)])
    except Interrupted:
        return 130
    return tap.finish()


sys.exit(main())

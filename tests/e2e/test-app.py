#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses Linecheck in the lab as a person does: opens it, reads, presses, copies, closes.

    test-app.py --app PROGRAM [TEST...]

Every test gets a desktop of its own and one scenario after another of the same lab. Needs root. TAP on
standard output; with LINECHECK_E2E_PICTURES=DIRECTORY a picture of what was seen last goes there."""

import argparse
import contextlib
import json
import os
import pathlib
import signal
import sys
import time
import traceback

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests/support"), str(TOP / "tests/lab")]

from linecheck_lab.command import STOP_SIGNALS, Interrupted, watch_signals  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_lab.disturbance import Watch, wait_for_calm  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_lab.errors import LabError  # noqa: E402  pylint: disable=wrong-import-position
from linecheck_lab.lab import Lab, check_machine, set_up_packages  # noqa: E402  pylint: disable=wrong-import-position
from tap import Tap, skip_all  # noqa: E402  pylint: disable=wrong-import-position

READY = "Ready to go live"
CAUTIONS = "Ready, with cautions"
NOT_READY = "Not ready"
INCOMPLETE = "Check incomplete"
CHECKING = "Checking…"
ROW_AGAIN = "Check This Row Again"
TRIES = 5


class Scene:
    """One test: a desktop, a lab with a scenario, the application, and who uses it."""

    def __init__(self, lab, program, desktop):
        self.lab = lab
        self.program = program
        self.desktop = desktop
        self.person = None
        self.process = None
        self.errors = desktop.home / "errors"

    def start(self, *arguments):
        """Starts the program in the client of the lab."""
        with open(self.errors, "ab") as errors:
            return self.desktop.start(self.lab.client_argv([self.program, *arguments]),
                                      stderr=errors, environment={"G_DEBUG": "fatal-warnings"})

    def open(self, *arguments, **settings):
        """Starts the program with settings and waits for its window."""
        self.desktop.use_settings(**settings)
        self.process = self.start(*arguments)
        self.person = Person(self.desktop)
        self.person.meet(self.process)

    def open_and_check(self):
        """The same, and lets the person start the check: then nobody misses its beginning."""
        self.open(consent_given="true", start_at_once="false")
        self.person.press("Check Now")
        self.person.wait_for_verdict(CHECKING)

    def close(self):
        """Closes the window; the program must end well, without a word."""
        self.person.press("Close")
        status = self.process.wait(PATIENCE_S)
        expect(status == 0, f"exit status: expected 0, found {status}")
        said = self.errors.read_text(encoding="utf-8").strip()
        expect(not said, f"standard error: expected nothing, found\n{said}")


def expect(condition, text):
    """Fails the test when something is not so."""
    if not condition:
        raise AssertionError(text)


def wait_for_rows(person, status, is_right, what):
    """Waits until the titles of the rows with a status, sorted, are right. The window shows its
    verdict first, and the rows frame by frame."""
    def find():
        return sorted(title for title, rest in person.rows().items() if rest.startswith(status))

    try:
        wait_until(lambda: is_right(find()), f"{what} to be the rows that say {status!r}")
    except DesktopError as error:
        raise AssertionError(f"{error}; found {find()}") from error


def window_beside(scene, keys, what):
    """Opens a window by keys, and returns what cannot be named in it; closes it again."""
    first = scene.desktop.windows(scene.process)
    scene.desktop.key(*keys)
    window = wait_until(lambda: set(scene.desktop.windows(scene.process)) - set(first), what).pop()
    scene.desktop.focus_window(window)
    scene.person.wait_for(what, label=what, role={Atspi.Role.FRAME, Atspi.Role.DIALOG, Atspi.Role.LABEL,
                                                  Atspi.Role.PANEL, Atspi.Role.FILLER})
    found = scene.person.nameless()
    scene.desktop.key("Escape")
    wait_until(lambda: window not in scene.desktop.windows(scene.process), f"{what} to close")
    scene.desktop.focus(scene.process)
    return found


def test_first_start_and_healthy(scene):
    """The first start asks; then everything is well, on every page, and all has a name."""
    scene.lab.apply("healthy")
    scene.open()
    person = scene.person
    person.wait_for("the question of the first start", label="Before the First Check")
    for host in ("quicklink.network", "global.stun.twilio.com"):
        person.wait_for(f"{host} among what will be contacted", beginning=host)
    nobody = person.nameless()
    person.press("Check Now", beside="Not Now")
    person.wait_for_verdict(READY)
    person.wait_for("the recommended region", beginning="Recommended region: Ireland (ie1), 1")
    wait_for_rows(person, "Passed", lambda titles: titles == sorted(person.rows()) and titles, "all")
    for page in ("Regions", "Ask IT", "Checks"):
        person.press(page)
        nobody += person.nameless()
    expect(not nobody, "without a name:\n" + "\n".join(sorted(set(nobody))))
    scene.close()


def test_udp_blocked(scene):
    """A failing row is open, can be closed, opened and run again; the summary can be copied; a
    saved run is opened by a second start."""
    scene.lab.apply("udp-blocked-drop")
    scene.open(consent_given="true")
    person = scene.person
    person.wait_for_verdict(CAUTIONS)
    failing = ["STUN over UDP, port 3478", "TURN over UDP, port 3478"]
    wait_for_rows(person, "Failed", lambda titles: titles == failing, failing)

    def buttons():
        return [each.label for each in person.buttons_in(person.row("STUN over UDP, port 3478"))]

    def height():
        return person.extents(person.row("STUN over UDP, port 3478"))[3]

    wait_until(lambda: ROW_AGAIN in buttons(), "the failed row to have its button")
    header = person.header(person.row("STUN over UDP, port 3478"))
    closed = person.extents(header)[3]
    wait_until(lambda: height() > 2 * closed, "the failed row to be open")
    person.click(header)
    wait_until(lambda: height() < 2 * closed, "the row to close")
    person.click(header, 1 / 3)  # in the same place it could be a double click
    wait_until(lambda: height() > 2 * closed, "the row to open")

    person.press("Copy Summary")
    person.wait_for("the toast", label="Copied")
    text = wait_until(scene.desktop.clipboard, "the summary in the clipboard")
    for part in ("Line check for Quicklink Studio", CAUTIONS, "UDP is blocked", "What to ask IT",
                 "STUN over UDP, port 3478: Failed"):
        expect(part in text, f"summary: expected {part!r}, found\n{text}")

    saved = wait_until(lambda: sorted((scene.desktop.home / "data/linecheck/runs").glob("*.json")),
                       "the run to be kept")[0]
    scene.lab.apply("healthy")
    again = wait_until(lambda: [each for each in person.buttons_in(
        person.row("STUN over UDP, port 3478")) if each.label == ROW_AGAIN], "the row's button")[0]
    person.press_item(again)
    wait_until(lambda: person.rows().get("STUN over UDP, port 3478", "").startswith("Passed"),
               "the row to pass")
    person.press("Check Again")
    person.wait_for_verdict(READY)

    second = scene.start(str(saved))
    expect(second.wait(PATIENCE_S) == 0, f"second start: exit status {second.returncode}")
    person.wait_for_verdict(CAUTIONS)
    windows = scene.desktop.windows(scene.process)
    expect(len(windows) == 1, f"windows: expected one, found {windows}")
    scene.close()


def test_opened_beside_profile(scene):
    """A run of another computer that is opened at the start stays, and is no check of this one; a profile of
    one's own is for the next check."""
    scene.lab.apply("healthy")
    profile = json.loads((TOP / "data/profiles/quicklink-studio.json").read_text(encoding="utf-8"))
    profile["name"] = "Quicklink Elsewhere"
    path = scene.desktop.home / "profile.json"
    path.write_text(json.dumps(profile), encoding="utf-8")
    scene.open(str(TOP / "tests/report/runs/udp-blocked.json"), consent_given="true", profile_file=f"'{path}'")
    person = scene.person
    person.wait_for_verdict(CAUTIONS)
    person.wait_for("where it is from", beginning="Opened run: Quicklink Studio, checked ")
    person.wait_for("the button of a row", role=PRESSABLE, label=ROW_AGAIN, sensitive=False)
    time.sleep(1)  # the profile comes later
    expect(person.verdict() == CAUTIONS, f"the opened run has become {person.verdict()!r}")
    expect(not person.find_all(role=PRESSABLE, label=ROW_AGAIN, sensitive=True), "a row of another computer can be asked again")
    person.press("Check Again")
    person.wait_for_verdict(READY)
    person.wait_for("the other service", beginning="Quicklink Elsewhere, checked ")
    scene.close()


def test_everything_dropped(scene):
    """Nothing answers: that is said, and what can be asked of IT."""
    scene.lab.apply("everything-dropped-dns-answers")
    scene.open(consent_given="true")
    scene.person.wait_for_verdict(NOT_READY)
    failing = {"Portal", "STUN over UDP, port 3478"}
    wait_for_rows(scene.person, "Failed", failing.issubset, failing)
    scene.person.press("What to Ask IT")
    scene.person.press("Copy All")
    text = wait_until(scene.desktop.clipboard, "the questions in the clipboard")
    expect("quicklink.network" in text and "3478" in text, f"questions: found\n{text}")
    scene.close()


def test_region_unreachable(scene):
    """One region is gone: that row fails, the line is ready with cautions."""
    scene.lab.apply("region-unreachable-us2")
    scene.open(consent_given="true")
    scene.person.wait_for_verdict(CAUTIONS)
    failing = ["US West, Oregon (us2)"]
    wait_for_rows(scene.person, "Failed", lambda titles: titles == failing, failing)
    scene.person.press("Regions")
    scene.close()


def test_stopped(scene):
    """The person stops a run: it is incomplete, and not kept; the next one is whole."""
    scene.lab.apply("everything-dropped-dns-answers")
    scene.open_and_check()
    scene.person.press("Stop")
    scene.person.wait_for_verdict(INCOMPLETE)
    scene.person.wait_for("the reason", label="The check was stopped.")
    kept = list((scene.desktop.home / "data").glob("linecheck/runs/*.json"))
    expect(not kept, f"kept runs: expected none, found {kept}")
    scene.lab.apply("healthy")
    scene.person.press("Check Again")
    scene.person.wait_for_verdict(READY)
    scene.close()


def test_network_lost(scene):
    """The cable comes out during a run: said at once, and the run ends honestly; then it is back."""
    scene.lab.apply("everything-dropped-dns-answers")
    scene.open_and_check()
    scene.lab.apply("no-network-link-down")
    scene.person.wait_for("the notice", label="This computer is not connected to a network.")
    scene.person.wait_for_verdict(INCOMPLETE)
    scene.person.wait_for("the reason", beginning="The network went away during the check.")
    scene.lab.apply("healthy")
    scene.person.wait_for("the notice", label="The network is back.")
    scene.person.press("Check Again")
    scene.person.wait_for_verdict(READY)
    scene.close()


def test_everything_has_a_name(scene):
    """A screen reader finds a name, a role and a state on all pages, in the menu and in all windows."""
    scene.lab.apply("udp-blocked-drop")
    scene.open(consent_given="true")
    person, desktop = scene.person, scene.desktop
    desktop.focus(scene.process)
    person.wait_for_verdict(CAUTIONS)
    header = person.header(person.row("STUN over UDP, port 3478"))
    wait_until(lambda: person.state_of(header, Atspi.StateType.EXPANDED), "the failed row to be open")
    person.wait_for("its details", label="Details of STUN over UDP, port 3478", role=Atspi.Role.LIST_ITEM)
    nobody = person.nameless()
    for number, page in enumerate(("Checks", "Regions", "Ask IT"), start=1):
        desktop.key(f"alt+{number}")
        wait_until(lambda page=page: any(each.has(Atspi.StateType.SELECTED) for each in person.find_all(
            role=Atspi.Role.PAGE_TAB, label=page)), f"the page {page}")
        nobody += person.nameless()
    desktop.key("alt+2")
    chart = person.wait_for("the chart", role=Atspi.Role.IMAGE, label="Latency to the media regions")
    expect("Ireland (ie1): Median" in chart.description, f"the chart says: {chart.description}")
    desktop.key("F10")
    person.wait_for_menu("Main Menu")
    nobody += person.nameless()
    desktop.key("Escape")
    nobody += window_beside(scene, ["ctrl+comma"], "Preferences")
    nobody += window_beside(scene, ["F1"], "Keyboard Shortcuts")
    desktop.key("F10")
    person.wait_for_menu("Main Menu")
    nobody += window_beside(scene, ["Up", "Return"], "Linecheck")
    expect(not nobody, "without a name:\n" + "\n".join(sorted(set(nobody))))
    scene.close()


def test_keyboard(scene):
    """The keyboard alone reaches every control in the order in which they are read, opens, starts,
    stops and copies."""
    scene.lab.apply("udp-blocked-drop")
    scene.open(consent_given="true")
    person, desktop = scene.person, scene.desktop
    desktop.focus(scene.process)
    person.wait_for_verdict(CAUTIONS)
    wait_until(lambda: len(person.find_all(label=ROW_AGAIN)) >= 4, "the failed rows to be open")
    places = {item.path: person.extents(item) for item in person.look() if person.is_on_screen(item)}
    controls = {item.label for item in person.find_all(role=PRESSABLE | {Atspi.Role.LIST_ITEM}, sensitive=True)
                if item.path in places and not item.description.endswith(" the window")}
    way = [item for item, _extents in person.walk("Tab")]
    # The first page has the focus at first; the walk ends there.
    missed = controls - {item.label for item in way} - {"Check Now"}
    expect(not missed, f"not reached by Tab: {sorted(missed)}")
    order = [places[item.path][1] for item in way if item.label != "Main Menu" and item.path in places]
    tabs = [y for y in order if y < 47]
    content = [y for y in order if y >= 47]
    expect(content == sorted(content) and len(tabs) == 3, f"not in the order of reading: {way}")

    desktop.key("Home")
    person.focus_on("Network connection: Passed, eth0", "Tab")
    header = person.focused()
    desktop.key("Return")
    wait_until(lambda: person.state_of(header, Atspi.StateType.EXPANDED), "Enter to open the row")
    desktop.key("space")
    wait_until(lambda: not person.state_of(header, Atspi.StateType.EXPANDED), "Space to close the row")

    desktop.key("ctrl+c")
    wait_until(lambda: CAUTIONS in scene.desktop.clipboard(), "Ctrl+C to copy the summary")
    scene.lab.apply("everything-dropped-dns-answers")
    desktop.key("ctrl+r", "Escape")
    person.wait_for_verdict(INCOMPLETE)
    person.wait_for("the reason", label="The check was stopped.")
    scene.close()


def test_notification(scene):
    """A run that ends while somebody looks elsewhere is told on the desktop, until they look."""
    scene.lab.apply("healthy")
    with Notifications(scene.desktop) as notifications:
        scene.open(consent_given="true", start_at_once="false")
        scene.desktop.look_away()
        scene.person.press("Check Now")
        scene.person.wait_for_verdict(READY)
        summary, body = wait_until(lambda: next(iter(notifications.shown.values()), None), "a notification")
        expect(summary == READY and "Quicklink Studio" in body, f"notification: found {summary!r}, {body!r}")
        scene.desktop.focus(scene.process)
        wait_until(lambda: not notifications.shown, "the notification to go")
        scene.close()


def test_mail(scene):
    """A letter to IT takes the summary and the report along, to whatever writes mails here."""
    scene.lab.apply("udp-blocked-drop")
    with MailPortal(scene.desktop) as portal:
        scene.open(consent_given="true")
        scene.desktop.focus(scene.process)
        scene.person.wait_for_verdict(CAUTIONS)
        scene.desktop.key("F10")
        scene.person.wait_for_menu("Main Menu")
        scene.desktop.key("m")
        scene.desktop.key("i")
        _addresses, subject, body, attachments = wait_until(lambda: next(iter(portal.letters), None), "a letter")
        expect(subject.startswith("Line check for Quicklink Studio") and body.startswith(subject), f"found {subject!r}")
        expect(CAUTIONS in body and "STUN over UDP" in body, f"the letter says: {body}")
        expect([each[:5] for each in attachments] == [b"%PDF-"], f"attached: {[each[:20] for each in attachments]}")
        scene.close()


def test_closed_while_running(scene):
    """Closing the window ends a run and the program."""
    scene.lab.apply("everything-dropped-dns-answers")
    scene.open_and_check()
    scene.close()


def run_once(lab, program, test):
    """Runs one test on a desktop of its own; returns complaints."""
    with Desktop() as desktop:
        scene = Scene(lab, program, desktop)
        try:
            test(scene)
            return []
        except Exception:  # pylint: disable=broad-except
            complaints = [traceback.format_exc()]
            with contextlib.suppress(OSError):
                complaints.append(scene.errors.read_text(encoding="utf-8"))
            complaints.append(what_is_seen(scene.person))
            return complaints
        finally:
            pictures = os.environ.get("LINECHECK_E2E_PICTURES")
            if pictures:
                with contextlib.suppress(DesktopError):
                    desktop.picture(os.path.join(pictures, f"{test.__name__}.png"))
            lab.end_clients()


def what_is_seen(person):
    """The verdict and the rows, for whoever looks for the reason of a failure."""
    try:
        return "\n".join([f"seen: {person.verdict()}", *(f"  {title}: {rest}" for title, rest in person.rows().items())])
    except Exception as error:  # pylint: disable=broad-except
        return f"seen: nothing ({error})"


def run_undisturbed(lab, program, test):
    """Runs one test until it passes or no busy machine can have spoiled it; returns complaints and remarks."""
    remarks = []
    for attempt in range(1, TRIES + 1):
        with Watch(lab.servers.processes) as watch:
            complaints = run_once(lab, program, test)
        disturbances = watch.complaints()
        if not complaints or not disturbances or attempt == TRIES:
            break
        remarks += ["tried again, because the machine was busy:", *disturbances, *complaints]
        wait_for_calm()
    return complaints, "\n".join(remarks)


def main():
    """Runs all tests, or those that are named."""
    parser = argparse.ArgumentParser(description="Linecheck in the hands of a person")
    parser.add_argument("--app", required=True, help="the program linecheck")
    parser.add_argument("tests", nargs="*", metavar="TEST")
    arguments = parser.parse_args()
    tests = {name: value for name, value in globals().items() if name.startswith("test_")}
    unknown = set(arguments.tests) - set(tests)
    if unknown:
        parser.error(f"no such test: {', '.join(sorted(unknown))}; there are {', '.join(tests)}")
    tap = Tap()
    lab = Lab("e2e")
    try:
        check_machine()
        set_up_packages()
        lab.lock()
        watch_signals()
        lab.up("healthy", kind="run")
        for name in arguments.tests or tests:
            tap.result(name, *run_undisturbed(lab, os.path.abspath(arguments.app), tests[name]))
    except LabError as error:
        print(f"Bail out! {error}")
        return 1
    except Interrupted:
        return 1
    finally:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        lab.down()
    return tap.finish()


if os.geteuid() != 0:
    skip_all("the lab makes network namespaces and needs root")
try:
    from linecheck_desktop.accessibility import test_announcements, test_relations  # noqa: F401
    from linecheck_desktop.desktop import PATIENCE_S, Desktop, DesktopError, missing_tools, wait_until
    from linecheck_desktop.mail import MailPortal
    from linecheck_desktop.notifications import Notifications
    from linecheck_desktop.person import PRESSABLE, Atspi, Person
except (ImportError, ValueError) as problem:
    skip_all(f"no accessibility for Python: {problem}")
if missing_tools():
    skip_all(f"missing: {', '.join(missing_tools())}")
sys.exit(main())

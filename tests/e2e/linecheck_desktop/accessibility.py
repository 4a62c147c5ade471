# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of what assistive technology is told, beyond names: what is said without being asked, and what
belongs together. test-app.py runs them, each with a scene of its own."""

import re

from gi.repository import GLib

from .desktop import wait_until
from .person import Atspi

READY = "Ready to go live"
CAUTIONS = "Ready, with cautions"
CHECKING = "Checking…"
NO_NETWORK = "This computer is not connected to a network."
REGIONS = ("au1", "br1", "ie1", "jp1", "sg1", "us1", "us2")
POLITE = 1
LIVE = {Atspi.Role.STATUS_BAR, Atspi.Role.NOTIFICATION, Atspi.Role.ALERT}


class Ear:
    """Hears what the application says by itself: announcements, or before GTK 4.14, which has none,
    the new texts of what is a status or an alert."""

    def __init__(self, person):
        self.announces = person.toolkit_version() >= (4, 14)
        self._person = person
        self._heard = []  # of (path, text)
        person.listen("Announcement" if self.announces else "PropertyChange", self._on_said)

    def _on_said(self, path, arguments):
        kind, detail, _more, text = arguments[:4]
        assert not self.announces or detail == POLITE, f"{text!r} interrupts: {detail}"
        if self.announces or kind == "accessible-name":
            self._heard.append((path, text))

    def heard(self):
        """All that was heard until now."""
        while GLib.MainContext.default().iteration(False):
            pass
        live = {item.path for item in self._person.find_all(role=LIVE)}
        return [text for path, text in self._heard if self.announces or path in live]


def test_announcements(scene):
    """The beginning, the half and the end of a check are said, politely, and no check alone; so is what
    happens to the network. GTK before 4.14 lets a status tell of the beginning and the end."""
    scene.lab.apply("healthy")
    scene.open(consent_given="true", start_at_once="false")
    person = scene.person
    person.wait_for("the button", label="Check Now")
    ear = Ear(person)
    person.press("Check Now")
    person.wait_for_verdict(READY)
    wait_until(lambda: any(text.startswith(READY) for text in ear.heard()), "the verdict to be said")
    heard = ear.heard()
    if ear.announces:
        assert len(heard) == 3 and heard[0] == CHECKING, f"said: {heard}"
        done, size = map(int, re.fullmatch(r"(\d+) of (\d+) checks", heard[1]).groups())
        assert size / 2 <= done <= size, f"the half: {heard[1]}"
        scene.lab.apply("no-network-link-down")
        wait_until(lambda: NO_NETWORK in ear.heard(), "the notice to be said")
    else:
        assert heard == [CHECKING, READY], f"said: {heard}"
    scene.close()


def test_relations(scene):
    """What belongs together says so: a verdict and its reason, a row and its details, a figure with its
    region and its heading; and the chart can be read."""
    scene.lab.apply("udp-blocked-drop")
    scene.open(consent_given="true")
    person = scene.person
    person.wait_for_verdict(CAUTIONS)

    def related(item, kind):
        paths = person.relations(item).get(kind, [])
        return [each for path in paths for each in person.look() if each.path == path]

    title = person.find_all(role=Atspi.Role.STATUS_BAR)[0]
    sentence = related(title, Atspi.RelationType.DESCRIBED_BY)
    assert sentence and "UDP is blocked" in sentence[0].name, f"the verdict is described by {sentence}"
    details = person.wait_for("its details", label="Details of STUN over UDP, port 3478", role=Atspi.Role.LIST_ITEM)
    header = person.header(person.row("STUN over UDP, port 3478"))
    assert details.path in person.relations(header).get(Atspi.RelationType.CONTROLLER_FOR, []), \
        f"the row: {person.relations(header)}"

    person.press("Regions")
    def read_chart():
        found = person.find_all(role=Atspi.Role.IMAGE, label="Latency to the media regions")
        lines = found[0].description.splitlines() if found else []
        return all(any(f"({region}): Median" in line for line in lines) for region in REGIONS)

    wait_until(read_chart, "the chart to say every region")

    def median_is_labelled():
        figures = person.find_all(role=Atspi.Role.LABEL)
        for figure in [each for each in figures if person.text(each).startswith("12")]:
            labels = [each.name for each in related(figure, Atspi.RelationType.LABELLED_BY)]
            if labels[1:] == ["Median"] and labels[0].startswith("Ireland (ie1)"):
                return True
        return False

    wait_until(median_is_labelled, "a median to belong to its region and its heading")
    scene.close()

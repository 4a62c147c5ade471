# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who uses Linecheck through assistive technology: sees what AT-SPI says, presses
buttons, moves the focus and types.

It speaks AT-SPI's own D-Bus interfaces: GetItems of the cache gives the whole tree in one
call, which takes milliseconds; a walk through libatspi takes seconds."""

import collections
import contextlib
import dataclasses
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402  pylint: disable=wrong-import-position

from .desktop import PATIENCE_S, DesktopError, wait_until  # noqa: E402  pylint: disable=wrong-import-position

ITEMS = GLib.VariantType("(a((so)(so)(so)iiassusau))")
CACHE = "/org/a11y/atspi/cache"
ROOT = "/org/a11y/atspi/accessible/root"
CALL_PATIENCE_MS = 5000
# What is nearer to the edge of the window may be behind its bars.
MARGIN = 70
WHEEL_UP, WHEEL_DOWN = 4, 5
PRESSABLE = {Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.PAGE_TAB,
             Atspi.Role.LINK, Atspi.Role.CHECK_BOX}
# What can be used, or holds what can be used.
USABLE = PRESSABLE | {Atspi.Role.LIST, Atspi.Role.LIST_ITEM, Atspi.Role.ENTRY, Atspi.Role.SPIN_BUTTON,
                      Atspi.Role.COMBO_BOX, Atspi.Role.SLIDER, Atspi.Role.MENU, Atspi.Role.MENU_ITEM,
                      Atspi.Role.PAGE_TAB_LIST}
# Debian 13; older is 4.8 of Debian 12.
NEWER_GTK = (4, 12)


class Missing(Exception):
    """The person does not find something on the screen."""


@dataclasses.dataclass
class Item:
    """One thing on the screen, as it was when the person looked."""

    path: str
    parent: str
    name: str
    role: int
    description: str
    states: int

    def has(self, state):
        """Whether it is in a state, an Atspi.StateType."""
        return bool(self.states >> int(state) & 1)

    @property
    def label(self):
        """The name as it reads. GTK 4.8 says the text of a button twice, first with the
        underscore of its mnemonic."""
        half = len(self.name) // 2
        for middle in (half, half + 1):
            first, second = self.name[:middle].rstrip(), self.name[middle:].lstrip()
            if second and first.replace("_", "", 1) == second and first != second:
                return second
        return self.name

    @property
    def role_name(self):
        """What the role is called."""
        return Atspi.role_get_name(Atspi.Role(self.role))


class Person:
    """Sits at a desktop."""

    def __init__(self, desktop):
        self.desktop = desktop
        environment = desktop.environment
        session = connect(environment["DBUS_SESSION_BUS_ADDRESS"])
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                    None, None, 0, CALL_PATIENCE_MS, None).unpack()[0]
        session.close_sync(None)
        self._bus = connect(address)
        self._application = None
        self._is_gtk_newer = False
        self._seen = []  # when the person looked last
        self._silent = None  # the paths of what was silent then
        self._known = {}  # path -> how many parts it had, when somebody asked for them

    def _call(self, path, interface, method, arguments=None, reply=None):
        return self._bus.call_sync(self._application, path, f"org.a11y.atspi.{interface}", method,
                                   arguments, reply, Gio.DBusCallFlags.NONE, CALL_PATIENCE_MS,
                                   None).unpack()

    def listen(self, member, on_said):
        """Calls on_said (path, arguments) for each of its events of a kind, while the main context runs."""
        self._bus.signal_subscribe(self._application, "org.a11y.atspi.Event.Object", member, None, None,
                                   Gio.DBusSignalFlags.NONE, lambda _bus, _sender, path, _interface, _member, arguments:
                                   on_said(path, arguments.unpack()))

    # Looking

    def meet(self, process, patience_s=20):
        """Waits until a process shows a window that can be read."""
        def seen():
            if process.poll() is not None:
                raise Missing(f"the program ended with status {process.returncode}")
            self._application = self._find(process.pid)
            return self._application and any(item.role == Atspi.Role.FRAME
                                             for item in self.look())

        wait_until(seen, "the window", patience_s)
        self._is_gtk_newer = self.toolkit_version() >= NEWER_GTK

    def _find(self, pid):
        """The name on the bus of a process that the registry knows. Who is asked before the
        registry has answered it has no list of windows yet, and GTK 4.8 complains of that."""
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        applications = self._bus.call_sync("org.a11y.atspi.Registry", ROOT,
                                           "org.a11y.atspi.Accessible", "GetChildren", None, None,
                                           0, CALL_PATIENCE_MS, None).unpack()[0]
        for name, _path in applications:
            try:
                owner = self._bus.call_sync(*bus, "GetConnectionUnixProcessID",
                                            GLib.Variant("(s)", [name]), None, 0,
                                            CALL_PATIENCE_MS, None).unpack()[0]
            except GLib.Error:
                continue  # it is gone
            if owner == pid:
                return name
        return None

    def look(self):
        """Everything that there is, in no order. GTK tells of a thing only after somebody has
        asked what it is a part of."""
        first = True
        while True:
            try:
                cached = self._call(CACHE, "Cache", "GetItems", None, ITEMS)[0]
            except GLib.Error as error:
                if error.matches(Gio.dbus_error_quark(), Gio.DBusError.UNKNOWN_METHOD):
                    cached = []
                else:
                    raise
            places = {each[0][1]: each[4] for each in cached} | ({} if cached else {ROOT: -1})
            n_seen = collections.Counter(each[2][1] for each in cached)
            strange = [path for path, n_children in places.items()
                       if self._known.get(path) != n_children
                       or (first and n_seen[path] < n_children)]
            first = False
            if not strange:
                break
            for path in strange:
                self._known[path] = places[path]
            if not self._explore(strange) and not cached:
                return []
        self._silent = None
        self._seen = [Item(path=each[0][1], parent=each[2][1], name=each[6], role=each[7],
                           description=each[8], states=each[9][0] | each[9][1] << 32)
                      for each in cached]
        return self._seen

    def _explore(self, paths):
        """Asks for the parts of things, and for theirs; returns how many there are. All calls
        are under way at once."""
        loop = GLib.MainLoop()
        waiting, found = 0, 0

        def ask(path):
            nonlocal waiting
            waiting += 1
            self._bus.call(self._application, path, "org.a11y.atspi.Accessible", "GetChildren",
                           None, None, Gio.DBusCallFlags.NONE, CALL_PATIENCE_MS, None, on_answer)

        def on_answer(bus, result):
            nonlocal waiting, found
            waiting -= 1
            try:
                for _name, path in bus.call_finish(result).unpack()[0]:
                    found += 1
                    if path not in self._known:
                        self._known[path] = None
                        ask(path)
            except GLib.Error:
                pass  # it went away meanwhile
            if not waiting:
                loop.quit()

        for path in paths:
            ask(path)
        loop.run()
        return found

    def find_all(self, role=None, label=None, beginning=None, sensitive=None):
        """What fits."""
        return [item for item in self.look()
                if (role is None or item.role in (role if isinstance(role, set) else {role}))
                and (label is None or item.label == label)
                and (beginning is None or item.label.startswith(beginning))
                and (sensitive is None or item.has(Atspi.StateType.SENSITIVE) == sensitive)]

    def wait_for(self, what, patience_s=20, **wanted):
        """Waits until something that fits is there and returns it."""
        return wait_until(lambda: next(iter(self.find_all(**wanted)), None), what, patience_s)

    def toolkit_version(self):
        """Which GTK it is, as (major, minor)."""
        answer = self._bus.call_sync(
            self._application, ROOT, "org.freedesktop.DBus.Properties", "Get",
            GLib.Variant("(ss)", ["org.a11y.atspi.Application", "Version"]), None, 0, CALL_PATIENCE_MS, None)
        return tuple(int(part) for part in answer.unpack()[0].split(".")[:2])

    def nameless(self):
        """What can be used, or holds what can be used, but says nothing of itself: no name, only
        that of its class, or one with the underscore of its mnemonic."""
        usable = USABLE
        if self._is_gtk_newer:
            # Whatever an application does, there the items of its menus have no name, nor have the
            # lists in the window about it. The same lists of ours are heard of by GTK 4.8.
            usable = usable - {Atspi.Role.MENU_ITEM, Atspi.Role.LIST}

        def has_name(item):
            return item.label.strip() and not item.label.startswith(("Gtk", "Adw", "Lc")) and "_" not in item.name

        def is_named_by_content(item):
            # What there is to choose from is read as the words in it.
            return item.role == Atspi.Role.LIST_ITEM and any(
                each.name for each in self.inside(item, items) if each.role == Atspi.Role.LABEL)

        items = self.look()
        return [f"{item.role_name} {item.name!r} at {self.extents(item)}"
                for item in items if item.role in usable and item.has(Atspi.StateType.SENSITIVE)
                and not has_name(item) and not is_named_by_content(item) and self.is_on_screen(item)]

    def verdict(self):
        """The large line at the top."""
        lines = self.find_all(role=Atspi.Role.STATUS_BAR)
        return self.text(lines[0]) if lines else None

    def text(self, item):
        """What it reads. To newer versions of GTK a status has a text and no name, and the name of a
        figure is that of its labels."""
        if item.name and not self._is_gtk_newer:
            return item.name
        try:
            return self._call(item.path, "Text", "GetText", GLib.Variant("(ii)", [0, -1]))[0]
        except GLib.Error:
            return item.name  # it is no text

    def wait_for_verdict(self, expected, patience_s=30):
        """Waits until the large line says something."""
        try:
            wait_until(lambda: self.verdict() == expected, f"the verdict {expected!r}", patience_s)
        except Exception as error:
            raise Missing(f"{error}; found {self.verdict()!r}") from error

    def rows(self):
        """The rows of the checklist: title -> what is said of them."""
        found = {}
        for item in self.find_all(role=Atspi.Role.LIST_ITEM):
            title, colon, rest = item.name.rpartition(": ")
            if colon:
                found[title] = rest
        return found

    def inside(self, top, items):
        """Those of the items that are somewhere below one."""
        parents = {item.path: item.parent for item in items}

        def is_inside(path):
            while path in parents:
                path = parents[path]
                if path == top.path:
                    return True
            return False

        return [item for item in items if is_inside(item.path)]

    def focused(self):
        """What has the keyboard, or None."""
        return next((item for item in self.look() if item.has(Atspi.StateType.FOCUSED)), None)

    def _wait_for_focus(self, before, patience_s=2):
        """Waits until something else has the focus than before, and returns it."""
        def moved():
            now = self.focused()
            return now if now and now.path != (before and before.path) else None

        return wait_until(moved, "the focus to move", patience_s)

    def walk(self, key, most=120):
        """Presses a key until the focus comes back to where it was before or to rest, and returns
        what had it on the way, as (item, extents). The pages of newer versions of libadwaita are
        one stop: arrows lead from one to the other."""
        way, seen = [], set()
        for _ in range(most):
            before = self.focused()
            self.desktop.key(key)
            try:
                item = self._wait_for_focus(before)
            except DesktopError:
                break
            if item.path in seen:
                break
            is_stop = self._is_gtk_newer and item.role == Atspi.Role.PAGE_TAB
            for each in self._walk_tabs(item) if is_stop else [item]:
                seen.add(each.path)
                way.append((each, self.extents(each)))
        return way

    def _walk_tabs(self, item):
        """Goes by arrows to all tabs that are beside one, ends at the last, and returns them."""
        tabs = sorted((each for each in self.find_all(role=Atspi.Role.PAGE_TAB) if each.parent == item.parent),
                      key=lambda each: self.extents(each)[0])
        paths = [each.path for each in tabs]
        place = paths.index(item.path)
        for arrow, places in (("Left", range(place - 1, -1, -1)), ("Right", range(1, len(tabs)))):
            for expected in places:
                before = self.focused()
                self.desktop.key(arrow)
                if self._wait_for_focus(before).path != paths[expected]:
                    raise Missing(f"{arrow} does not lead to {tabs[expected].label!r}")
        return tabs

    def focus_on(self, label, key, most=120):
        """Presses a key until something with a name has the focus."""
        for _ in range(most):
            focused = self.focused()
            if focused and focused.label == label:
                return
            self.desktop.key(key)
            with contextlib.suppress(DesktopError):
                wait_until(lambda before=focused: (self.focused() or before) != before, "the focus to move", 1)
        raise Missing(f"{key} does not lead to {label!r}")

    def state_of(self, item, state):
        """Whether something that was found before is in a state now."""
        return any(each.path == item.path and each.has(state) for each in self.look())

    def relations(self, item):
        """What it has to do with other things: Atspi.RelationType -> their paths."""
        found = self._call(item.path, "Accessible", "GetRelationSet")[0]
        return {Atspi.RelationType(kind): [path for _name, path in targets] for kind, targets in found}

    def extents(self, item):
        """Place and size in the window: (x, y, width, height)."""
        return self._call(item.path, "Component", "GetExtents", GLib.Variant("(u)", [1]))[0]

    def is_on_screen(self, item):
        """Whether it can be seen somewhere in its window, or when that is scrolled. GTK 4.8 does not
        tell what is on a hidden page or in a closed menu; newer versions do, with a size, but
        without any words."""
        if self._is_gtk_newer and self._silent is None:
            self._silent = self._find_silent(self._seen)
        return self._has_size(item) and not (self._is_gtk_newer and item.path in self._silent)

    def _has_size(self, item):
        try:
            return min(self.extents(item)[2:]) > 0
        except GLib.Error:
            return False

    @staticmethod
    def _find_silent(items):
        """The paths of what has neither a name nor words in it."""
        places = {each.path: each for each in items}
        with_words = set()
        for label in items:
            place = label if label.role == Atspi.Role.LABEL and label.name else None
            while place:
                with_words.add(place.path)
                place = places.get(place.parent)
        return {each.path for each in items if not each.name and each.path not in with_words}

    def wait_for_menu(self, label, patience_s=20):
        """Waits until a menu is open."""
        def is_open():
            items = self.look()
            return any(each.role == Atspi.Role.MENU_ITEM and self._has_size(each)
                       for menu in items if menu.role == Atspi.Role.MENU and menu.label == label
                       for each in self.inside(menu, items))

        wait_until(is_open, f"the menu {label!r}", patience_s)

    def buttons_in(self, row):
        """The buttons in an open row."""
        return [item for item in self.inside(row, self.look())
                if item.role in PRESSABLE and self.is_on_screen(item)]

    def row(self, title):
        """The row with a title, whatever its state: all of it, with what it opens to. Its first
        line has the same name."""
        def find():
            items = self.look()
            seen = [each for each in items if each.role == Atspi.Role.LIST_ITEM
                    and each.name.startswith(f"{title}: ")]
            return next((each for each in seen if not any(
                each in self.inside(other, items) for other in seen if other is not each)), None)

        return wait_until(find, f"the row {title!r}")

    def header(self, row):
        """The first line of a row, which takes the focus."""
        return next(each for each in self.inside(row, self.look())
                    if each.role == Atspi.Role.LIST_ITEM and each.name == row.name)

    # Doing

    def press(self, label, beside=None, patience_s=20):
        """Presses the button or tab that has a text; if there are several, the one beside
        another."""
        def find():
            seen = [each for each in self.find_all(role=PRESSABLE, sensitive=True)
                    if each.label in (label, beside)]
            places = {each.parent for each in seen if each.label == beside}
            return next((each for each in seen
                         if each.label == label and (beside is None or each.parent in places)
                         and self.is_on_screen(each)), None)

        self.press_item(wait_until(find, f"the button {label!r}", patience_s))

    def press_item(self, item):
        """Presses something that was found."""
        if not self._call(item.path, "Action", "DoAction", GLib.Variant("(i)", [0]))[0]:
            raise Missing(f"{item.label!r} cannot be pressed")

    def scroll_to(self, item, end=None):
        """Turns the mouse's wheel until the middle of something is in sight, above a height if
        that matters; returns its place and size."""
        frame = next(each for each in self.look() if each.role == Atspi.Role.FRAME)
        _x, _y, width, height = self.extents(frame)
        deadline = time.monotonic() + PATIENCE_S
        while True:
            place = self.extents(item)
            middle = place[1] + place[3] // 2
            if MARGIN < middle < (end or height - MARGIN):
                return place
            if time.monotonic() > deadline:
                raise Missing(f"{item.label!r} does not come into sight, it is at {place}")
            self.desktop.run("xdotool", "mousemove", width // 2, height // 2, "click",
                             WHEEL_DOWN if middle > MARGIN else WHEEL_UP)
            with contextlib.suppress(DesktopError):  # at the end nothing moves any more
                wait_until(lambda before=place: self.extents(item) != before, "the page to move",
                           0.5)

    def click(self, item, share=1 / 2):
        """Clicks on something with the mouse, at a share of its width."""
        x, y, width, height = self.scroll_to(item)
        self.desktop.run("xdotool", "mousemove", x + round(width * share), y + height // 2, "click", 1)


def connect(address):
    """A connection to a bus."""
    flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
             | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

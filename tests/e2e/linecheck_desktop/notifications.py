# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop's notifications: remembers what a program wants to be shown."""

from gi.repository import GLib

from .service import Service


class Notifications(Service):
    """The service of the Desktop Notifications Specification."""

    NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
    INTERFACE = """<node><interface name="org.freedesktop.Notifications">
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
</interface></node>"""

    def __init__(self, desktop):
        super().__init__(desktop)
        self.shown = {}  # id -> (summary, body)
        self.n_closed = 0

    def on_call(self, method, arguments, sender, invocation):
        if method == "Notify":
            _app, replaced, _icon, summary, body, *_rest = arguments.unpack()
            number = replaced or len(self.shown) + self.n_closed + 1
            self.shown[number] = (summary, body)
            return GLib.Variant("(u)", [number]), None
        if method == "CloseNotification":
            if self.shown.pop(arguments.unpack()[0], None):
                self.n_closed += 1
            return None, None
        if method == "GetCapabilities":
            return GLib.Variant("(as)", [["actions", "body"]]), None
        return GLib.Variant("(ssss)", ["stand-in", "Linecheck", "1", "1.2"]), None

# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop's notifications: remembers what a program wants to be shown."""

import threading

from gi.repository import Gio, GLib

from .person import connect

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


class Notifications:
    """The service, in a thread of its own, until the end of a with statement."""

    def __init__(self, desktop):
        self.shown = {}  # id -> (summary, body)
        self.n_closed = 0
        self._address = desktop.environment["DBUS_SESSION_BUS_ADDRESS"]
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self):
        self._thread.start()
        if not self._is_ready.wait(10):
            raise RuntimeError("the notifications' service did not start")
        return self

    def __exit__(self, *_exception):
        self._loop.quit()
        self._thread.join()

    def _work(self):
        self._context.push_thread_default()
        bus = connect(self._address)
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        bus.register_object(PATH, interface, self._on_call, None, None)
        bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                      GLib.Variant("(su)", [NAME, 0]), None, 0, 5000, None)
        self._is_ready.set()
        self._loop.run()
        bus.close_sync(None)
        self._context.pop_thread_default()

    def _on_call(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        if method == "Notify":
            _app, replaced, _icon, summary, body, *_rest = arguments.unpack()
            number = replaced or len(self.shown) + self.n_closed + 1
            self.shown[number] = (summary, body)
            invocation.return_value(GLib.Variant("(u)", [number]))
        elif method == "CloseNotification":
            if self.shown.pop(arguments.unpack()[0], None):
                self.n_closed += 1
            invocation.return_value(None)
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", [["actions", "body"]]))
        else:
            invocation.return_value(GLib.Variant("(ssss)", ["stand-in", "Linecheck", "1", "1.2"]))

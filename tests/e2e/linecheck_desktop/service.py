# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in for the services of a desktop: one object on the session bus."""

import threading

from gi.repository import Gio, GLib

from .person import connect


class Service:
    """The service, in a thread of its own, until the end of a with statement. Subclasses say its
    NAME, PATH, INTERFACE and PROPERTIES (variants), and answer calls in on_call()."""

    NAME = PATH = INTERFACE = ""
    PROPERTIES = {}

    def __init__(self, desktop):
        self._address = desktop.environment["DBUS_SESSION_BUS_ADDRESS"]
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self):
        self._thread.start()
        if not self._is_ready.wait(10):
            raise RuntimeError(f"{self.NAME} did not start")
        return self

    def __exit__(self, *_exception):
        self._loop.quit()
        self._thread.join()

    def _work(self):
        self._context.push_thread_default()
        bus = connect(self._address)
        interface = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE).interfaces[0]
        bus.register_object(self.PATH, interface, self._on_call, self._on_get, None)
        bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                      GLib.Variant("(su)", [self.NAME, 0]), None, 0, 5000, None)
        self._is_ready.set()
        self._loop.run()
        bus.close_sync(None)
        self._context.pop_thread_default()

    def _on_call(self, bus, sender, _path, _interface, method, arguments, invocation):
        answer, after = self.on_call(method, arguments, sender, invocation)
        invocation.return_value(answer)
        if after:
            bus.emit_signal(sender, *after)

    def _on_get(self, _bus, _sender, _path, _interface, name):
        return self.PROPERTIES[name]

    def on_call(self, method, arguments, sender, invocation):
        """Returns the answer to a call, and None or what is signalled to the caller after it: path,
        interface, name, arguments."""
        raise NotImplementedError

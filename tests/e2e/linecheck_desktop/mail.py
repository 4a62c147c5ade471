# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the portal that opens a mail program: remembers the letters that programs write."""

import os

from gi.repository import GLib

from .service import Service


class MailPortal(Service):
    """The part "Email" of the desktop's portals."""

    NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
    INTERFACE = """<node><interface name="org.freedesktop.portal.Email">
<method name="ComposeEmail"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="o" direction="out"/></method>
<property name="version" type="u" access="read"/>
</interface></node>"""
    PROPERTIES = {"version": GLib.Variant("u", 4)}

    def __init__(self, desktop):
        super().__init__(desktop)
        self.letters = []  # (addresses, subject, body, contents of the attachments)

    def on_call(self, method, arguments, sender, invocation):
        _parent, options = arguments.unpack()
        files = invocation.get_message().get_unix_fd_list()
        self.letters.append((options.get("addresses", [options.get("address", "")]), options["subject"],
                             options["body"], [contents(files.get(number)) for number in options["attachment_fds"]]))
        name = sender.lstrip(":").replace(".", "_")
        request = f"{self.PATH}/request/{name}/{options['handle_token']}"
        return (GLib.Variant("(o)", [request]),
                (request, "org.freedesktop.portal.Request", "Response", GLib.Variant("(ua{sv})", [0, {}])))


def contents(descriptor):
    """What is in a file of which there is a descriptor that cannot be read."""
    try:
        with open(f"/proc/self/fd/{descriptor}", "rb") as file:
            return file.read()
    finally:
        os.close(descriptor)

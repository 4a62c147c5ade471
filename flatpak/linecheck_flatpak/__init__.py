# SPDX-License-Identifier: GPL-3.0-or-later
"""Building and running the Flatpak without a download of the GNOME runtime: see flatpak/README.md."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of one's own without a screen, and a person who sits at it."""

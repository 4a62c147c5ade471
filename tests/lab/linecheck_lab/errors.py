# SPDX-License-Identifier: GPL-3.0-or-later
"""The one error that the lab shows to people as a plain sentence."""


class LabError(Exception):
    """Something that a person can understand and mend."""

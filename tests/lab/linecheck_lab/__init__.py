# SPDX-License-Identifier: GPL-3.0-or-later
"""The network lab of Linecheck: see tests/lab/README.md."""

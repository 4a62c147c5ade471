# SPDX-License-Identifier: GPL-3.0-or-later
"""A second, plain implementation of Linecheck's questions, to test the lab with."""

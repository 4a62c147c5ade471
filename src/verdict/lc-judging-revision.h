/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judging-revision.h: which rules made a verdict.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LC_JUDGING_REVISION:
 * Stored in every run, so that a run that older rules judged is judged again when
 * it is opened. Raise it by one with each release in which the same measurements
 * may lead to another verdict of a row, of the line, or to another fix. Words,
 * titles and new rows do not count.
 *
 * 0: runs that do not say it (version 1 of the format); 2: the first that is stored.
 */
#define LC_JUDGING_REVISION 2

G_END_DECLS

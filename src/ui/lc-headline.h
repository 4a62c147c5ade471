/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-headline.h: a run in the few words that stand on top, in a notification and
 * in a summary. Knows no widget.
 */
#pragma once

#include "ui/lc-session.h"

G_BEGIN_DECLS

char        *lc_headline_dup_sentence (LcRun *run);
char        *lc_headline_dup_region (LcRun *run);
char        *lc_headline_dup_age (GDateTime *then, GDateTime *now);
char        *lc_headline_dup_checked (LcRun *run, const char *age);
char        *lc_headline_dup_opened (LcRun *run, const char *age);
char        *lc_headline_dup_summary (LcRun *run, LcProfile *profile);

G_END_DECLS

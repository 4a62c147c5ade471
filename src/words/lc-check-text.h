/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check-text.h: a row in words, in the person's language.
 */
#pragma once

#include "check/lc-check.h"
#include "measurement/lc-stats.h"

G_BEGIN_DECLS

const char *lc_text_get_protocol (const char *transport);
char       *lc_text_dup_ms (gint64 us);
char       *lc_text_dup_measured_ms (gint64 us);
char       *lc_text_dup_duration (gint64 us);
char       *lc_text_dup_loss (const LcStats *stats);
char       *lc_text_dup_lost (const LcStats *stats);

const char *lc_group_get_title (LcGroup group);
char       *lc_check_dup_title (LcCheck *self);
char       *lc_check_dup_endpoint (const LcFacts *subject);
char       *lc_check_dup_figure (LcCheck *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-evidence.h: facts, steps and outcomes in words.
 */
#pragma once

#include "measurement/lc-measurement.h"

G_BEGIN_DECLS

char       *lc_evidence_dup_label (const char *fact);
char       *lc_evidence_dup_value (const char *fact, GVariant *value);
char       *lc_evidence_dup_line (const char *fact, GVariant *value);
char       *lc_evidence_cut (const char *value);
char       *lc_evidence_dup_word (const char *value);
char       *lc_evidence_dup_step_title (const LcStep *step);
const char *lc_evidence_get_outcome_label (LcOutcome outcome);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict-text.h: verdicts on rows in words, in the person's language.
 */
#pragma once

#include "verdict/lc-verdict.h"

G_BEGIN_DECLS

const char *lc_status_get_label (LcStatus status);
char       *lc_verdict_dup_explanation (const LcVerdict *self, const LcFacts *subject);
char       *lc_verdict_dup_advice (const LcVerdict *self, const LcFacts *subject);

G_END_DECLS

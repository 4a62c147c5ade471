/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-text.h: the verdict on the line, and its reasons, in the person's language.
 */
#pragma once

#include "check/lc-checklist.h"
#include "findings/lc-line-verdict.h"

G_BEGIN_DECLS

const char *lc_line_status_get_label (LcLineStatus status);
char       *lc_reason_dup_text (const LcReason *self, LcChecklist *checklist);

G_END_DECLS

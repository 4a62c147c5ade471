/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact-private.h: what hides a run: what each fact tells of a person, and what
 * a run tells of whose it is.
 */
#pragma once

#include "base/lc-fact-table.h"
#include "redact/lc-identity.h"
#include "redact/lc-redactor.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

LcPrivacy lc_redact_get_privacy (const char *fact);
gboolean  lc_redact_get_kind (const char *fact, LcSecretKind *kind);
gboolean  lc_redact_is_subject (const char *fact);
char    **lc_redact_dup_strings (GVariant *value);

gboolean  lc_redact_is_published (LcProfile *profile);
void      lc_redact_learn (LcRedactor *redactor, LcRun *run, const LcIdentity *identity);

G_END_DECLS

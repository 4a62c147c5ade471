/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redactor.h: hides in texts what tells who and where somebody is. It is
 * first told what belongs to the service and what belongs to the person; then it
 * gives every text again, the same secret always with the same placeholder.
 *
 * What it was told nothing about is hidden when it looks like an address or like
 * the name of a host.
 */
#pragma once

#include "redact/lc-redact-scan.h"

G_BEGIN_DECLS

typedef enum
{
  LC_REDACT_TEXT = 0,
  /* Addresses and secrets alone: words with dots stay as they are. */
  LC_REDACT_WORD = 1 << 0,
  /* What looks like somebody's folder is none: the path is a server's. */
  LC_REDACT_KEEP_HOME = 1 << 1,
} LcRedactFlags;

typedef struct _LcRedactor LcRedactor;

LcRedactor *lc_redactor_new (void);
void        lc_redactor_free (LcRedactor *self);

/* Everything below is said before the first text is rewritten. */
/* What the service is known by; before the secrets. */
void        lc_redactor_keep_words (LcRedactor *self, const char *text);
void        lc_redactor_keep_host (LcRedactor *self, const char *host);
gboolean    lc_redactor_keeps_host (LcRedactor *self, const char *host);
void        lc_redactor_keep_addresses (LcRedactor *self, const char *text);
/* What the person is known by. */
void        lc_redactor_mask_addresses (LcRedactor *self, const char *text);
void        lc_redactor_add_secret (LcRedactor *self, LcSecretKind kind, const char *secret);
void        lc_redactor_add_home (LcRedactor *self, const char *home);

char       *lc_redactor_dup_text (LcRedactor *self, const char *text, LcRedactFlags flags);
char       *lc_redactor_dup_secret (LcRedactor *self, LcSecretKind kind, const char *secret);
char       *lc_redactor_dup_certificate (LcRedactor *self, const char *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcRedactor, lc_redactor_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redactor-private.h: what a redactor knows, for the part of it that writes
 * texts again.
 */
#pragma once

#include "redact/lc-redactor.h"

G_BEGIN_DECLS

typedef struct
{
  char *word;
  const char *placeholder;
} LcSecret;

struct _LcRedactor
{
  GHashTable *kept_words;        /* of char *, lower case */
  GHashTable *kept_hosts;        /* of char *, lower case */
  GHashTable *kept_addresses;    /* of char * */
  GHashTable *masked_addresses;  /* of char * */
  GHashTable *placeholders;      /* char * of kind and secret -> char * */
  GHashTable *texts;             /* char * of flags and text -> char *: rewritten before */
  GArray *secrets;               /* of LcSecret, longest first */
  char *home;
  guint counts[LC_N_SECRET_KINDS];
};

const char *lc_redactor_get_placeholder (LcRedactor *self, LcSecretKind kind, const char *secret);
char       *lc_redactor_dup_replacement (LcRedactor *self, GInetAddress *address);
gboolean    lc_redactor_is_hidden (GInetAddress *address, gpointer user_data);
gsize       lc_redactor_find_secret (LcRedactor *self, const char *text, gsize at, const char **placeholder);
gboolean    lc_redactor_keeps_name (LcRedactor *self, const char *name, gsize length);

G_END_DECLS

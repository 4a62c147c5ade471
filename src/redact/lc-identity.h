/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-identity.h: what this computer and its person are called, so that it can be
 * hidden. A run does not say it.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcIdentity:
 * All (nullable).
 * @home: the person's folder
 * @domains: (array zero-terminated=1): in which the resolver looks up short names
 */
typedef struct
{
  char *host_name;
  char *user_name;
  char *real_name;
  char *home;
  char **domains;
} LcIdentity;

void   lc_identity_init (LcIdentity *self);
void   lc_identity_clear (LcIdentity *self);

char **lc_identity_parse_domains (const char *resolv_conf);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LcIdentity, lc_identity_clear)

G_END_DECLS

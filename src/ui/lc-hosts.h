/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-hosts.h: whom a check contacts, in words. Knows no widget.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;    /* "Portal", or the places of the regions */
  char *address; /* "quicklink.network" */
} LcHost;

GPtrArray *lc_hosts_list (LcProfile *profile);
char      *lc_hosts_dup_text (LcProfile *profile);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-links.h: the network interfaces of this computer.
 */
#pragma once

#include <gio/gio.h>

#include "net/lc-link-kind.h"

G_BEGIN_DECLS

typedef struct
{
  GInetAddress *address;
  guint prefix; /* bits of it that name the network */
} LcLinkAddress;

/**
 * LcLink:
 * @up: switched on and with a carrier
 * @evidence: what the kind was guessed from: "sysfs:phy80211", "driver:e1000e"
 */
typedef struct
{
  guint index;
  char *name;
  LcLinkKind kind;
  char **evidence;
  guint mtu;
  gboolean up;
  GPtrArray *addresses; /* of LcLinkAddress */
} LcLink;

/* More than this are counted, not listed. */
#define LC_LINKS_MAX 128

void        lc_link_free (LcLink *self);
char       *lc_link_address_to_string (const LcLinkAddress *self);

void        lc_links_list_async (const char *sysfs, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GPtrArray  *lc_links_list_finish (GAsyncResult *result, guint *n_omitted, GError **error);
const LcLink *lc_links_find (const GPtrArray *links, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcLink, lc_link_free)

G_END_DECLS

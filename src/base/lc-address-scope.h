/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-address-scope.h: which kind of address it is, by the IANA registries.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

const char *lc_address_scope (GInetAddress *address);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-far-address.h: an address far away, to ask the routing table about.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

GInetAddress *lc_far_address_new (LcProfile *profile, GSocketFamily family);

G_END_DECLS

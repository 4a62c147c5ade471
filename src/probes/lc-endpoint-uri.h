/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-endpoint-uri.h: the address of an endpoint that speaks HTTP.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

GUri *lc_endpoint_build_uri (const LcEndpoint *endpoint);

G_END_DECLS

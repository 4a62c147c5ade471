/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-upgrade.h: brings what older versions of the format called otherwise to
 * the names of today, before a saved run is read.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void lc_run_upgrade (JsonNode *root);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-text.h: names that a profile gives to things, in the person's
 * language. A profile is written in one language; those of the names that the
 * built-in one has are known to translators, and any other is shown as it is.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Ireland" */
const char *lc_profile_text_place (const char *place);
/* "Signaling" */
const char *lc_profile_text_endpoint (const char *name);
/* "Interactive video" */
const char *lc_profile_text_traffic (const char *name);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-fields.h: members that many objects of a profile have. The reader
 * stands at the object; what is not as expected is a fault that it notes.
 */
#pragma once

#include "base/lc-json-reader.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

/* More characters than these have neither ids nor links. */
#define LC_PROFILE_MAX_ID 32
#define LC_PROFILE_MAX_URL 500

typedef gboolean (*LcSyntaxFunc) (const char *text);

char    *lc_profile_read_word (LcJsonReader *reader, const char *name, LcJsonNeed need, guint max,
                               LcSyntaxFunc check, const char *expected);
char    *lc_profile_read_text (LcJsonReader *reader, const char *name);
char    *lc_profile_read_url (LcJsonReader *reader, const char *name, LcJsonNeed need);
char    *lc_profile_read_id (LcJsonReader *reader, const char *name, const char *set);
void     lc_profile_read_constant (LcJsonReader *reader, const char *name, const char *constant);
LcLayer  lc_profile_read_layer (LcJsonReader *reader);
guint    lc_profile_read_uint (LcJsonReader *reader, const char *name, guint min, guint max);
guint16  lc_profile_read_port (LcJsonReader *reader, const char *name);
gboolean lc_profile_read_port_range (LcJsonReader *reader, const char *name, LcJsonNeed need, LcPortRange *range);

G_END_DECLS

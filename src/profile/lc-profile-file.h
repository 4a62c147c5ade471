/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-file.h: a profile from JSON, as data/profiles/profile.schema.json
 * describes it.
 */
#pragma once

#include "base/lc-json-reader.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_PROFILE_MAX_BYTES (1024 * 1024)

#define LC_PROFILE_ERROR (lc_profile_error_quark ())
GQuark lc_profile_error_quark (void);

/**
 * LcProfileError:
 * @LC_PROFILE_ERROR_READ: the file could not be read
 * @LC_PROFILE_ERROR_INVALID: the message has one line a fault, each
 *   "file: /path/in/json: what was expected, what was found"
 */
typedef enum
{
  LC_PROFILE_ERROR_READ,
  LC_PROFILE_ERROR_INVALID,
} LcProfileError;

LcProfile *lc_profile_new_builtin (void);
LcProfile *lc_profile_new_from_file (GFile *file, GError **error);
LcProfile *lc_profile_new_from_data (const char *name, const char *data, gsize length,
                                     GError **error);
LcProfile *lc_profile_new_from_reader (LcJsonReader *reader);

G_END_DECLS

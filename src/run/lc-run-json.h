/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-json.h: a run as versioned JSON (data/run-2.schema.json), and back.
 * What was written by this version reads back and writes again byte for byte. Version 1
 * (data/run.schema.json) is read, too.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

#define LC_RUN_FORMAT_VERSION 2
/* The first release that reads it. Newer formats say theirs in the same member. */
#define LC_RUN_READABLE_FROM "0.2.0"

#define LC_RUN_MAX_BYTES (16 * 1024 * 1024)

#define LC_RUN_ERROR (lc_run_error_quark ())
GQuark lc_run_error_quark (void);

/**
 * LcRunError:
 * @LC_RUN_ERROR_INVALID: the message has one line a fault, each
 *   "file: /path/in/json: expected X, found Y"
 * @LC_RUN_ERROR_VERSION: written by a version with another format
 */
typedef enum
{
  LC_RUN_ERROR_INVALID,
  LC_RUN_ERROR_VERSION,
} LcRunError;

char  *lc_run_to_json (LcRun *self, gsize *length);
LcRun *lc_run_new_from_json (const char *name, const char *data, gsize length, GError **error);
LcRun *lc_run_new_from_file (GFile *file, GError **error);

G_END_DECLS

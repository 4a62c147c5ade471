/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-expect.h: what may stand where an LcJsonReader stands. What is not
 * as expected is a fault that the reader notes, and yields a harmless value.
 */
#pragma once

#include "base/lc-json-reader.h"

G_BEGIN_DECLS

/* The value where the reader stands */
gboolean    lc_json_reader_expect_array (LcJsonReader *self, guint min, guint max);
const char *lc_json_reader_expect_string (LcJsonReader *self, guint min, guint max);
gboolean    lc_json_reader_expect_int (LcJsonReader *self, gint64 min, gint64 max, gint64 *value);
gboolean    lc_json_reader_expect_double (LcJsonReader *self, double min, double max,
                                          double *value);
gboolean    lc_json_reader_expect_bool (LcJsonReader *self, gboolean *value);
gboolean    lc_json_reader_expect_enum (LcJsonReader *self, GType type, int *value);

/* Members of the object where the reader stands, in one call */
gboolean    lc_json_reader_enter_array (LcJsonReader *self, const char *name, LcJsonNeed need,
                                        guint min, guint max);
const char *lc_json_reader_get_string (LcJsonReader *self, const char *name, LcJsonNeed need,
                                         guint min, guint max);
gint64      lc_json_reader_get_int (LcJsonReader *self, const char *name, LcJsonNeed need,
                                      gint64 min, gint64 max);
double      lc_json_reader_get_double (LcJsonReader *self, const char *name, LcJsonNeed need,
                                         double min, double max);
gboolean    lc_json_reader_get_bool (LcJsonReader *self, const char *name, LcJsonNeed need);
int         lc_json_reader_get_enum (LcJsonReader *self, const char *name, LcJsonNeed need,
                                       GType type);

G_END_DECLS

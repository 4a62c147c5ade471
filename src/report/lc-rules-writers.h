/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-writers.h: the writers of lc_rules_write(), one file each, and what
 * they have in common.
 */
#pragma once

#include "report/lc-rules.h"

G_BEGIN_DECLS

/* Each appends the whole file. */
void        lc_rules_write_csv (const LcRules *self, GString *text);

const char *lc_rules_get_protocol (LcTransport transport); /* "tcp" or "udp" */
char       *lc_rules_dup_ports (LcPortRange ports, const char *separator);
gboolean    lc_rules_is_any_port (LcPortRange ports);
char       *lc_rules_dup_ascii (const char *text);

/* Lines of comment; @prefix is what begins one in that format. */
void        lc_rules_comment (GString *text, const char *prefix, const char *format, ...) G_GNUC_PRINTF (3, 4);
void        lc_rules_head (const LcRules *self, GString *text, const char *prefix, const char *what);

G_END_DECLS

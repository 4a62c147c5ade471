/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-writers.h: the writers of lc_rules_write(), one file each, and what
 * they have in common.
 */
#pragma once

#include "rules/lc-rules-text.h"
#include "rules/lc-rules.h"

G_BEGIN_DECLS

/* Each appends the whole file. */
void        lc_rules_write_nftables (const LcRules *self, GString *text);
void        lc_rules_write_iptables (const LcRules *self, GString *text);
void        lc_rules_write_windows (const LcRules *self, GString *text);
void        lc_rules_write_cisco (const LcRules *self, GString *text);
void        lc_rules_write_fortinet (const LcRules *self, GString *text);
void        lc_rules_write_csv (const LcRules *self, GString *text);
void        lc_rules_write_markdown (const LcRules *self, GString *text);

char       *lc_rules_dup_block_note (const LcRuleBlock *block);

/* Lines of comment; @prefix is what begins one in that format. */
void        lc_rules_comment (GString *text, const char *prefix, const char *format, ...) G_GNUC_PRINTF (3, 4);
void        lc_rules_head (const LcRules *self, GString *text, const char *prefix, const char *what);
void        lc_rules_dns_note (GString *text, const char *prefix);
void        lc_rules_mark_note (const LcRules *self, GString *text, const char *prefix);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-text.h: ports, addresses and free text as configurations spell them.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

const char *lc_rules_get_protocol (LcTransport transport); /* "tcp" or "udp" */
char       *lc_rules_dup_ports (LcPortRange ports, const char *separator);
gboolean    lc_rules_is_any_port (LcPortRange ports);
gboolean    lc_rules_is_ipv6 (const char *address);
char       *lc_rules_dup_mask (const LcCidr *cidr); /* "255.255.255.192" */
char       *lc_rules_dup_ascii (const char *text);
char       *lc_rules_dup_ascii_list (char **words);
char       *lc_rules_dup_name (const char *prefix, const char *id, char separator);

G_END_DECLS

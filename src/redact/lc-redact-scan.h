/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact-scan.h: finds, inside any text, what may tell who and where somebody
 * is: addresses, names of hosts, folders of a person. Pure, knows no policy.
 *
 * Each function looks at one place of a text and returns how many bytes of it
 * belong together there, or 0. Where it is in doubt it finds too much.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is hidden, each kind with its words and its own numbers. */
typedef enum
{
  LC_SECRET_ADDRESS,
  LC_SECRET_HARDWARE,
  LC_SECRET_INTERFACE,
  LC_SECRET_NETWORK,
  LC_SECRET_HOST,
  LC_SECRET_DOMAIN,
  LC_SECRET_USER,
  LC_SECRET_CERTIFICATE,
  LC_SECRET_AUTHORITY,
} LcSecretKind;

#define LC_N_SECRET_KINDS (LC_SECRET_AUTHORITY + 1)

const char *lc_secret_kind_get_words (LcSecretKind kind);

/* Whether a hidden address, private for instance, is among those of a run of numbers. */
typedef gboolean (*LcScanAddressFunc) (GInetAddress *address, gpointer user_data);

gboolean lc_scan_is_word_start (const char *text, gsize at);
gboolean lc_scan_is_word_end (const char *text, gsize at);

gsize    lc_scan_placeholder (const char *text, gsize at);
gsize    lc_scan_masked_address (const char *text, gsize at);
gsize    lc_scan_fingerprint (const char *text, gsize at);
gsize    lc_scan_hardware_address (const char *text, gsize at);
gsize    lc_scan_ipv6 (const char *text, gsize at, GInetAddress **address);
gsize    lc_scan_ipv4 (const char *text, gsize at, LcScanAddressFunc is_hidden, gpointer user_data,
                       GInetAddress **address);
gsize    lc_scan_rest (const char *text, gsize at);
gsize    lc_scan_name (const char *text, gsize at, gboolean *is_host);
gsize    lc_scan_home (const char *text, gsize at);

GPtrArray *lc_scan_all_addresses (const char *text);

G_END_DECLS

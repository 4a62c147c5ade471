/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-system.h: what the emulator asks of the kernel: TUN devices in other
 * network namespaces, and processors that do not doze off.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int      wan_open_tun (const char *namespace_path, const char *name, GError **error);
gboolean wan_run_first (void);
guint    wan_start_spinners (void);

G_END_DECLS

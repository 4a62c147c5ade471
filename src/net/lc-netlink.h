/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-netlink.h: one question to the kernel's routing tables and its answer.
 */
#pragma once

#include <gio/gio.h>
#include <libmnl/libmnl.h>

G_BEGIN_DECLS

/**
 * LcNetlinkFilter:
 * @message: one message of the answer
 * @user_data: as given
 *
 * Says whether @message is worth keeping. It runs for every message of a dump,
 * so that the full table of a router does not end up in memory.
 */
typedef gboolean (*LcNetlinkFilter) (const struct nlmsghdr *message, gpointer user_data);

void       lc_netlink_ask_async (const struct nlmsghdr *request, LcNetlinkFilter filter,
                                 gpointer filter_data, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *lc_netlink_ask_finish (GAsyncResult *result, int *kernel_errno, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-netlink.c: rtnetlink (RFC 3549) without waiting in the main loop.
 *
 * Every query gets a socket of its own, so that answers cannot be mixed up
 * and cancelling is closing. A dump that the kernel marks as interrupted
 * (something changed meanwhile) is asked again.
 */
#include "config.h"

#include "net/lc-netlink.h"

#include <errno.h>
#include <glib-unix.h>
#include <linux/rtnetlink.h>
#include <string.h>

#define RECEIVE_BYTES 32768
#define MAX_KEPT_BYTES (4 * 1024 * 1024)
#define MAX_ATTEMPTS 3

typedef struct
{
  struct mnl_socket *socket;
  struct nlmsghdr *request;
  LcNetlinkFilter filter;
  gpointer filter_data;
  GSource *source;
  GPtrArray *messages; /* of GBytes */
  gsize kept_bytes;
  guint attempts;
  gboolean interrupted;
  int kernel_errno;
} NetlinkQuery;

static void
netlink_query_free (NetlinkQuery *query)
{
  if (query->source != NULL)
    {
      g_source_destroy (query->source);
      g_source_unref (query->source);
    }
  if (query->socket != NULL)
    mnl_socket_close (query->socket);
  g_clear_pointer (&query->messages, g_ptr_array_unref);
  g_free (query->request);
  g_free (query);
}

static gboolean
set_error_from_errno (GError **error, const char *what)
{
  int saved = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s: %s", what,
               g_strerror (saved));
  return FALSE;
}

static gboolean
send_request (NetlinkQuery *query, GError **error)
{
  query->attempts++;
  query->interrupted = FALSE;
  query->kept_bytes = 0;
  query->request->nlmsg_seq = query->attempts;
  g_ptr_array_set_size (query->messages, 0);

  if (mnl_socket_sendto (query->socket, query->request, query->request->nlmsg_len) < 0)
    return set_error_from_errno (error, "rtnetlink request");
  return TRUE;
}

static gboolean
keep_message (NetlinkQuery *query, const struct nlmsghdr *message, GError **error)
{
  if (query->filter != NULL && !query->filter (message, query->filter_data))
    return TRUE;

  query->kept_bytes += message->nlmsg_len;
  if (query->kept_bytes > MAX_KEPT_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           "rtnetlink answer: larger than 4 MiB");
      return FALSE;
    }
  g_ptr_array_add (query->messages, g_bytes_new (message, message->nlmsg_len));
  return TRUE;
}

/* Takes one datagram apart. Sets @done when the answer is complete. */
static gboolean
take_datagram (NetlinkQuery *query, const char *data, int length, gboolean *done, GError **error)
{
  const struct nlmsghdr *message = (const struct nlmsghdr *) data;
  guint portid = mnl_socket_get_portid (query->socket);

  for (; mnl_nlmsg_ok (message, length); message = mnl_nlmsg_next (message, &length))
    {
      if (!mnl_nlmsg_portid_ok (message, portid) ||
          !mnl_nlmsg_seq_ok (message, query->request->nlmsg_seq))
        continue;

      if ((message->nlmsg_flags & NLM_F_DUMP_INTR) != 0)
        query->interrupted = TRUE;

      if (message->nlmsg_type == NLMSG_DONE)
        {
          *done = TRUE;
        }
      else if (message->nlmsg_type == NLMSG_ERROR)
        {
          const struct nlmsgerr *answer = mnl_nlmsg_get_payload (message);

          if (message->nlmsg_len < mnl_nlmsg_size (sizeof *answer))
            {
              g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                   "rtnetlink answer: truncated");
              return FALSE;
            }
          query->kernel_errno = ABS (answer->error);
          *done = TRUE;
        }
      else if (message->nlmsg_type >= NLMSG_MIN_TYPE)
        {
          if (!keep_message (query, message, error))
            return FALSE;
          if ((message->nlmsg_flags & NLM_F_MULTI) == 0)
            *done = TRUE;
        }
      if (*done)
        break;
    }
  return TRUE;
}

static gboolean
readable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  GTask *task = user_data;
  NetlinkQuery *query = g_task_get_task_data (task);
  g_autofree char *buffer = NULL;
  GError *error = NULL;
  gboolean done = FALSE;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  buffer = g_malloc (RECEIVE_BYTES);
  while (!done)
    {
      ssize_t length = mnl_socket_recvfrom (query->socket, buffer, RECEIVE_BYTES);

      if (length < 0 && errno == EINTR)
        continue;
      if (length < 0 && errno == EAGAIN)
        return G_SOURCE_CONTINUE;
      if (length < 0)
        set_error_from_errno (&error, "rtnetlink answer");
      if (error != NULL || !take_datagram (query, buffer, length, &done, &error))
        {
          g_task_return_error (task, error);
          return G_SOURCE_REMOVE;
        }
    }

  if (query->interrupted && query->attempts < MAX_ATTEMPTS)
    {
      if (send_request (query, &error))
        return G_SOURCE_CONTINUE;
      g_task_return_error (task, error);
      return G_SOURCE_REMOVE;
    }

  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/**
 * lc_netlink_ask_async:
 * @request: a complete NETLINK_ROUTE request; sequence and port are filled in
 * @filter: (nullable): which messages of the answer to keep
 * @filter_data: for @filter; must live until the callback
 *
 * Asks on the caller's main context. Needs no rights.
 */
void
lc_netlink_ask_async (const struct nlmsghdr *request, LcNetlinkFilter filter,
                      gpointer filter_data, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  NetlinkQuery *query = g_new0 (NetlinkQuery, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, lc_netlink_ask_async);
  g_task_set_task_data (task, query, (GDestroyNotify) netlink_query_free);
  query->request = g_memdup2 (request, request->nlmsg_len);
  query->filter = filter;
  query->filter_data = filter_data;
  query->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (g_task_return_error_if_cancelled (task))
    return;

  query->socket = mnl_socket_open2 (NETLINK_ROUTE, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (query->socket == NULL ||
      mnl_socket_bind (query->socket, 0, MNL_SOCKET_AUTOPID) < 0)
    {
      set_error_from_errno (&error, "rtnetlink socket");
      g_task_return_error (task, error);
      return;
    }
  if (!send_request (query, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  query->source = g_unix_fd_source_new (mnl_socket_get_fd (query->socket), G_IO_IN);
  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (query->source, cancelled);
    }
  g_source_set_callback (query->source, G_SOURCE_FUNC (readable_cb),
                         g_object_ref (task), g_object_unref);
  g_source_attach (query->source, g_task_get_context (task));
}

/**
 * lc_netlink_ask_finish:
 * @kernel_errno: (out) (optional): 0, or the errno with which the kernel
 *   answered; that is an answer (for a route: there is none), not an error
 *
 * Returns: (transfer full) (element-type GBytes): the messages kept, each with
 *   its header, or %NULL with an error when the query could not be asked.
 */
GPtrArray *
lc_netlink_ask_finish (GAsyncResult *result, int *kernel_errno, GError **error)
{
  NetlinkQuery *query;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  query = g_task_get_task_data (G_TASK (result));
  if (kernel_errno != NULL)
    *kernel_errno = query->kernel_errno;
  return g_steal_pointer (&query->messages);
}

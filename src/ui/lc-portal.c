/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-portal.c: see lc-portal.h.
 */
#include "config.h"

#include "ui/lc-portal.h"

static void
show_parent_folder (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    gtk_show_uri (NULL, uri, GDK_CURRENT_TIME);
}

static void
on_folder_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile) file = user_data;
  g_autoptr (GError) error = NULL;

  if (!xdp_portal_open_directory_finish (XDP_PORTAL (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_parent_folder (file);
}

/**
 * lc_portal_new:
 * @window: of the application
 *
 * Returns: (transfer full) (nullable): a way to the portals; %NULL without a
 *   session bus
 */
XdpPortal *
lc_portal_new (GtkWindow *window)
{
  GtkApplication *application = gtk_window_get_application (window);

  if (application == NULL || g_application_get_dbus_connection (G_APPLICATION (application)) == NULL)
    return NULL;
  return xdp_portal_new ();
}

/**
 * lc_portal_show_folder:
 * @window: of the application
 * @file: is selected, where the file manager can do that
 */
void
lc_portal_show_folder (GtkWindow *window, GFile *file, GCancellable *cancellable)
{
  g_autoptr (XdpPortal) portal = lc_portal_new (window);
  g_autofree char *uri = g_file_get_uri (file);
  XdpParent *parent;

  if (portal == NULL)
    {
      show_parent_folder (file);
      return;
    }
  parent = xdp_parent_new_gtk (window);
  xdp_portal_open_directory (portal, parent, uri, XDP_OPEN_URI_FLAG_NONE, cancellable, on_folder_shown,
                             g_object_ref (file));
  xdp_parent_free (parent);
}

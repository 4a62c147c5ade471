/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-consent-page.c: see lc-consent-page.h. The rows are made when somebody
 * looks, which is once.
 */
#include "config.h"

#include "ui/lc-consent-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/lc-accessible.h"
#include "ui/lc-hosts.h"
#include "ui/lc-look.h"
#include "ui/lc-wrap-box.h"

struct _LcConsentPage
{
  GtkWidget parent_instance;

  LcProfile *profile;
  gboolean is_stale;
  GPtrArray *rows; /* of GtkWidget, owned by the group */

  AdwPreferencesGroup *hosts;
  GtkWidget *agree_button;
};

G_DEFINE_FINAL_TYPE (LcConsentPage, lc_consent_page, GTK_TYPE_WIDGET)

static void
add_host (LcConsentPage *self, const LcHost *host)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), host->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), host->address);
  adw_preferences_group_add (self->hosts, row);
  g_ptr_array_add (self->rows, row);
}

static void
update (LcConsentPage *self)
{
  g_autoptr (GPtrArray) hosts = lc_hosts_list (self->profile);

  self->is_stale = FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->hosts, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < hosts->len; i++)
    add_host (self, g_ptr_array_index (hosts, i));
  /* A group without a title has a list without a name. */
  lc_accessible_name_inside (GTK_WIDGET (self->hosts), GTK_TYPE_LIST_BOX, _("Servers"));
}

static void
lc_consent_page_map (GtkWidget *widget)
{
  LcConsentPage *self = LC_CONSENT_PAGE (widget);

  if (self->is_stale)
    update (self);
  GTK_WIDGET_CLASS (lc_consent_page_parent_class)->map (widget);
}

static void
lc_consent_page_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&LC_CONSENT_PAGE (object)->profile);
  G_OBJECT_CLASS (lc_consent_page_parent_class)->dispose (object);
}

static void
lc_consent_page_finalize (GObject *object)
{
  g_clear_pointer (&LC_CONSENT_PAGE (object)->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_consent_page_parent_class)->finalize (object);
}

static void
lc_consent_page_class_init (LcConsentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (LC_TYPE_WRAP_BOX);

  G_OBJECT_CLASS (klass)->dispose = lc_consent_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = lc_consent_page_finalize;
  widget_class->map = lc_consent_page_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/tv/quicklink/Linecheck/lc-consent-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LcConsentPage, hosts);
  gtk_widget_class_bind_template_child (widget_class, LcConsentPage, agree_button);
}

static void
lc_consent_page_init (LcConsentPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lc_consent_page_set_profile:
 * @profile: names the servers
 */
void
lc_consent_page_set_profile (LcConsentPage *self, LcProfile *profile)
{
  g_set_object (&self->profile, profile);
  self->is_stale = TRUE;
  if (lc_look_is_on_screen (GTK_WIDGET (self)))
    update (self);
}

/* Puts the focus on the button that goes on. */
void
lc_consent_page_focus (LcConsentPage *self)
{
  gtk_widget_grab_focus (self->agree_button);
}

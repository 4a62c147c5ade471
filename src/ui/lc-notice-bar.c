/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-notice-bar.c: see lc-notice-bar.h. What AdwBanner is in later versions.
 */
#include "ui/lc-notice-bar.h"

#include "ui/lc-accessible.h"

struct _LcNoticeBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (LcNoticeBar, lc_notice_bar, GTK_TYPE_WIDGET)

static void
lc_notice_bar_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (lc_notice_bar_parent_class)->dispose (object);
}

static void
lc_notice_bar_class_init (LcNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_notice_bar_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/tv/quicklink/Linecheck/lc-notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LcNoticeBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, LcNoticeBar, label);
  gtk_widget_class_bind_template_child (widget_class, LcNoticeBar, button);
}

static void
lc_notice_bar_init (LcNoticeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lc_notice_bar_show_notice:
 * @text: what has happened
 * @button: (nullable): label of the button
 * @action: (nullable): what it does
 */
void
lc_notice_bar_show_notice (LcNoticeBar *self, const char *text, const char *button, const char *action)
{
  gtk_label_set_label (self->label, text);
  /* Not every version of GTK names an alert by its text. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (self->button, button);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
    }
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  lc_accessible_announce (GTK_WIDGET (self), text);
}

/* Nothing to say any more. */
void
lc_notice_bar_hide_notice (LcNoticeBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/* Returns: (transfer none) (nullable): what it says, %NULL when it is hidden */
const char *
lc_notice_bar_get_text (LcNoticeBar *self)
{
  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_label (self->label) : NULL;
}

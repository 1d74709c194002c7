"""Ready lectures: links in order, with what to say, to ask and to press."""

from ui.frame import open_page
from ui.language import _
from ui.lectures import lecture

open_page(
    _("Lectures"), lead=_("Plans to follow or to change. Each link opens a page as it is meant to be seen.")
)
lecture()

"""A class that follows its lecturer: lead one, or enter one."""

from ui.classroom.page import lead_or_enter
from ui.frame import open_page
from ui.language import _

open_page(_("Classroom"), lead=_("Everybody sees what the lecturer shows, each on a screen of their own."))
lead_or_enter()

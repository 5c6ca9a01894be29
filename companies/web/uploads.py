"""Forms that take a file: all that is wrong is said at once, since a refused page does not keep the file."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from companies.common.refusals import Refusal
from companies.files import actions as files
from companies.files.naming import shown


class TakesFile(forms.Form):
    def ask_again(self, given: UploadedFile, field: str = "file") -> None:
        """Beside what is wrong elsewhere: what is wrong with the file too, else that it has to be chosen again."""
        try:
            files.glance(given)
        except Refusal as refusal:
            self.add_error(field, str(refusal.message))
        else:
            words = _("Then choose “%(name)s” again: it was not kept.")
            self.add_error(field, words % {"name": shown(given.name or "")})

"""An application on paper: its receipt, the whole of it, and its questions to prepare an answer to.

Each is `companies.common.paper` content, in a language of its own whatever the page's.
"""

from companies.enrolment.exports.answered import sends_of, whole_file
from companies.enrolment.exports.blank import blank_form
from companies.enrolment.exports.common import counted, given
from companies.enrolment.exports.receipt import attached_receipt, receipt

__all__ = ["attached_receipt", "blank_form", "counted", "given", "receipt", "sends_of", "whole_file"]

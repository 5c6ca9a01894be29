"""How mail comes in: a source yields letters, each is read, understood, matched to a message of ours and noted once.

sources (IMAP, maildir, folder) -> parsing -> reports, quoting -> kinds (what is it?) -> matching -> noting. Nothing
here answers a mail, opens an attachment, or believes a report about an address we did not write to.
"""

"""PDFs that go elsewhere: to another file, or to a page of the web without a press."""

from companies.files.refusals import Reason
from tests.files.making import pdf

WEB = "<< /S /URI /URI (https://example.test/) >>"
SHARE = r"<< /S /GoToR /F (\\\\x\\share\\a.pdf) /D [0 /Fit] >>"


def cases():
    found = {
        "share at opening": pdf(catalogue="/OpenAction 5 0 R", extra=[SHARE.encode()]),
        "share behind a link": pdf(page=f"/Annots [<< /Subtype /Link /A {SHARE} >>]"),
        "share by another spelling": pdf(catalogue="/OpenAction << /S /GoT#6fR /F (a.pdf) >>"),
        "share nothing leads to": pdf(extra=[SHARE.encode()]),
        "web at opening": pdf(catalogue=f"/OpenAction {WEB}"),
        "web at opening, in another object": pdf(catalogue="/OpenAction 5 0 R", extra=[WEB.encode()]),
        "web at opening, its kind in another object": pdf(
            catalogue="/OpenAction << /S 5 0 R /URI (https://example.test/) >>", extra=[b"/URI"]
        ),
        "web after a move": pdf(catalogue=f"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next {WEB} >>"),
        "web after several moves": pdf(catalogue=f"/OpenAction << /S /GoTo /Next [<< /S /GoTo >> {WEB}] >>"),
        "web when a page is shown": pdf(page=f"/AA << /O {WEB} >>"),
        "web under the pointer": pdf(page=f"/Annots [<< /Subtype /Link /AA << /E {WEB} >> >>]"),
        "prints at opening": pdf(catalogue="/OpenAction << /S /Named /N /Print >>"),
    }
    yield from ((name, "a.pdf", data, Reason.ACTIVE) for name, data in found.items())
    circle = pdf(catalogue="/OpenAction 5 0 R", extra=[b"<< /S /GoTo /Next 5 0 R >>"])
    yield "moves in a circle", "a.pdf", circle, Reason.UNPACKS

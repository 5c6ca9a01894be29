"""What a person wrote in answering, without the mail it answers.

Works line by line, in time proportional to the text. No library does this for Arabic; those for French cut signatures
along, in which people leave the number to call.
"""

import re
from typing import Final

LONGEST_LINE: Final = 400
WRAPPED: Final = 3
"""Lines over which a mail program breaks "On … wrote:"."""

# "On … wrote:" as Gmail, Apple Mail, Thunderbird, Yahoo write it, in the languages of the programme.
_BEGINS: Final = re.compile(r"(on|le|am|el|في|بتاريخ|يوم|كتب|أرسل)(?=[\s،,])", re.IGNORECASE)
_WROTE: Final = re.compile(
    r"(\bwrote|\ba\s+[ée]crit|(كتب|كتبت|كتبوا|تمت\s+كتابة|أرسل|أرسلت)(?=[\s،:]).{0,200})\s*:\s*$", re.IGNORECASE
)
_ENDS: Final = re.compile(r"[:：]\s*$")
# The lines with which Outlook and its kind begin the mail answered, or forwarded.
_HEADER: Final = re.compile(
    r"\*?(from|sent|to|subject|date|cc|de|envoy[ée]|date d['’]envoi|[àa]|objet|répondre [àa]"
    r"|من|إلى|تاريخ الإرسال|أرسلت|تم الإرسال|التاريخ|الموضوع|نسخة)\s*:\*?\s*(\S.*)?$",
    re.IGNORECASE,
)
_FIRST_HEADER: Final = re.compile(r"\*?(from|de|من)\s*:", re.IGNORECASE)
_RULE: Final = re.compile(
    r"[-_ ]{2,}\s*(original message|message d['’]origine|message original|forwarded message|message transféré"
    r"|begin forwarded message|début du message transféré|الرسالة الأصلية|رسالة معاد توجيهها|رسالة أصلية)"
    r"\s*[-_ ]{2,}$|(begin forwarded message|début du message transféré|بداية الرسالة المعاد توجيهها)\s*:$",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"_{20,}$")
_GADGET: Final = re.compile(
    r"(sent from my|sent from|get outlook for|envoyé de mon|envoyé à partir de|envoyé depuis|télécharger outlook"
    r"|obtenez outlook|أرسلت من|أُرسلت من|مرسل من|تم الإرسال من|الحصول على outlook).{0,80}$",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"\s*[>|]")
_GAPS: Final = re.compile(r"\n{3,}")


def own_words(text: str, *, forwarded: bool = False) -> str:
    """The writer's own words; a `forwarded` mail without any is kept whole."""
    lines = text.split("\n")
    head = _without_quotes(lines[: _tail(lines)])
    if forwarded and not _said(head):
        head = lines
    return _GAPS.sub("\n\n", "\n".join(_without_gadget(head))).strip()


def _tail(lines: list[str]) -> int:
    """Where the mail answered begins and nothing of the writer's follows; the end if nowhere."""
    for at, line in enumerate(lines):
        bare = line.strip()
        if _RULE.match(bare[:LONGEST_LINE]) or _is_header_block(lines, at):
            return at
        if (_LINE.match(bare) or not bare) and _is_header_block(lines, at + 1):
            return at
        size = _attribution(lines, at)
        if size and not _is_quoted(lines, at + size):
            return at
    return len(lines)


def _is_header_block(lines: list[str], at: int) -> bool:
    """From, and two more such lines right below it."""
    if at >= len(lines) or not _FIRST_HEADER.match(lines[at].strip()[:LONGEST_LINE]):
        return False
    near = [line.strip()[:LONGEST_LINE] for line in lines[at : at + 8]]
    return sum(bool(_HEADER.match(line)) for line in near) >= 3


def _attribution(lines: list[str], at: int) -> int:
    """Over how many lines "On … wrote:" stands here; 0 when it does not."""
    first = lines[at].strip()
    if not _BEGINS.match(first):
        return 0
    for size in range(1, WRAPPED + 1):
        joined = " ".join(line.strip() for line in lines[at : at + size])
        if len(joined) > LONGEST_LINE:
            return 0
        if _ENDS.search(joined):
            return size if _WROTE.search(joined) else 0
    return 0


def _is_quoted(lines: list[str], at: int) -> bool:
    """Whether the first line with words, from there on, is marked as somebody else's."""
    following = next((line for line in lines[at : at + 3] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _without_quotes(lines: list[str]) -> list[str]:
    """Without lines marked as somebody else's, and what introduces them: answers may stand below."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        size = _attribution(lines, at)
        if size:
            at += size
            continue
        if not _QUOTED.match(lines[at]):
            kept.append(lines[at].rstrip())
        at += 1
    return kept


def _said(lines: list[str]) -> bool:
    return any(line.strip() and not _GADGET.match(line.strip()[:LONGEST_LINE]) for line in lines)


def _without_gadget(lines: list[str]) -> list[str]:
    """The telephone's advertisement for itself."""
    return [line for line in lines if not _GADGET.match(line.strip()[:LONGEST_LINE])]

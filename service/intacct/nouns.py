"""How Intacct's messages name a record that they speak of: a noun that we know, and its id, in quotes or without.

Used by the patterns of ``messages/`` as ``<NOUN><VALUE>`` and ``<ANYTHING><QUOTED>``. A known noun may stand beside an
id without quotes, if that looks like one («payment balance» does not); any other word (a user-defined dimension, a
custom object) only beside one in quotes, unless it is the name of a plain value, such as a date: a value that is wrong
does not appear by waiting.
"""

_NOUNS = (
    r"(?:gl |sub-?)?accounts?(?: groups?| labels?)?|(?:ap|ar) account labels?|(?:default )?bank accounts?"
    r"|checking accounts?|savings accounts?|credit card accounts?|vendors?(?: types?)?|suppliers?"
    r"|customers?(?: types?)?|employees?(?: types?)?|managers?|supervisors?|(?:web services )?users?|contacts?"
    r"|departments?|locations?(?: groups?)?|entit(?:y|ies)|sub-?entit(?:y|ies)|projects?(?: types?| resources?)?"
    r"|(?:standard )?tasks?|class(?:es)?|items?(?: groups?)?|product lines?|warehouses?|contracts?(?: lines?)?"
    r"|(?:standard )?cost types?|terms?|payment terms?|journal entr(?:y|ies)|journals?(?: symbols?)?"
    r"|(?:journal )?books?|bills?|invoices?|payments?|receipts?|deposits?|adjustments?|credit memos?"
    r"|purchase orders?|sales orders?|transaction definitions?"
    r"|exchange rate types?|currenc(?:y|ies)|tax (?:details?|schedules?|solutions?|groups?)|(?:shipping|ship) methods?"
    r"|territor(?:y|ies)|uoms?(?: groups?)?|units? of measure|price lists?|attachments?|assets?|allocations?"
    r"|reporting periods?|time ?sheets?|expenses?(?: types?)?|earning types?|positions?"
)
_PLAIN = (
    r"dates?|days?|months?|years?|times?|e-?mails?|address(?:es)?|amounts?|totals?|values?|fields?|formats?|tokens?"
    r"|sessions?|percent\w*|phones?|urls?|parameters?|attributes?|elements?|tags?|operators?|requests?|payloads?"
    r"|status(?:es)?|states?|passwords?|quantit(?:y|ies)|rates?|countr(?:y|ies)|numbers?|types?|methods?|codes?"
    r"|lengths?|characters?|signs?|properties|property|queries|query|functions?|versions?|filters?|preferences?"
)
_NO_VALUE = (
    r"(?:is|are|was|were|has|have|had|be|been|specified|selected|entered|given|provided|id|ids|number|key|name|code"
    r"|that|you|for|on|in|of|or|and|the|a|an|this|with|must|does|do|did|can|cannot|could|not|no|to|from|it|which"
    r"|record|records|as|by|because|type|types|group|groups|label|labels)"
)
_ARTICLE = r"(?:the|an?|specified|selected|and|or)"
_OPENS, _CLOSES = r"'\"«“‘`(\[", r"'\"»”’`)\]"
_INSIDE = rf"(?:[^{_OPENS}{_CLOSES}]|(?<=\w)['’](?=\w))+"
GIVEN = r"(?:that )?(?:you |has been |was |is )?(?:specified|selected|entered|given|provided|used|referenced)"
UNUSABLE = (
    r"(?:(?:(?:is|are|was|were) not|isn.?t|aren.?t|wasn.?t) (?:(?:a |an )?valid|known|recogni[sz]ed|defined|available"
    r"|found|set up)|(?:is|are|was) (?:an? )?(?:invalid|unknown|undefined|unavailable)|(?:has|have) not been (?:set up"
    r"|defined)|(?:does not|doesn.?t|do not|don.?t) exist|(?:cannot|can.?t|could not|couldn.?t) be (?:found|located)"
    r"|not found)"
)
_CALLED = (
    r"(?:_?(?:ids?|no|number|key)\b)?(?: (?:with )?(?:the )?(?:id|number|no\.?|key|name|code|recordno|recordid)\b\.?)?"
    rf"(?: {GIVEN})?(?: ?[:=])? ?"
)
NOUN = rf"(?<!line )(?P<object>\b(?:{_NOUNS})(?:/(?:{_NOUNS}))*)(?=_?(?:ids?|no|number|key)?\b)"
_NO_PLAIN = rf"(?!(?:[\w/-]+ ){{0,3}}(?:{_PLAIN})\b ?[{_OPENS}])"
ANYTHING = rf"(?P<object>\b(?!{_ARTICLE} ){_NO_PLAIN}[\w/-]+(?: (?!{GIVEN})[\w/-]+){{0,3}}?)"
_LIKE_AN_ID = r"(?=\S*\d|(?-i:[A-Z][A-Z._&/-]*)(?!\w)|\w{1,2}(?!\w))"
_BARE = rf"(?!(?:{_NO_VALUE}|{_PLAIN}|{_NOUNS})\b(?![.:/&#-]\w)){_LIKE_AN_ID}\w[\w.:/&#+@-]*(?<![.:])"
VALUE = (
    rf"{_CALLED}(?P<quote>[{_OPENS}])?"
    rf"(?P<value>(?(quote){_INSIDE}|{_BARE}))(?(quote)[{_CLOSES}])"
)
QUOTED = rf"{_CALLED}[{_OPENS}](?P<value>{_INSIDE})[{_CLOSES}]"
_PLACES = {
    "<NOUN>": NOUN,
    "<ANYTHING>": ANYTHING,
    "<VALUE>": VALUE,
    "<QUOTED>": QUOTED,
    "<GIVEN>": GIVEN,
    "<UNUSABLE>": UNUSABLE,
}


def expanded(pattern: str) -> str:
    """A pattern of the catalogue with its places filled."""
    for place, meant in _PLACES.items():
        pattern = pattern.replace(place, meant)
    return pattern

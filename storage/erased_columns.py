"""Erased columns: which columns hold people, words or neither, so that an erasure finds everything."""

PEOPLE = frozenset({"member", "actor", "target", "author", "other", "subject", "settled_by", "voter", "place"})
"""Columns that hold the id of a person (counters hold other subjects there, and runs zones, too)."""

TEXTS = frozenset(
    "detail gift said event error markup reason request details moved question terms tally result words"
    " choice answer".split()
)
"""Columns in which ids and names may stand among other things."""

NAMELESS = frozenset(
    "workspace platform name kind channel message thread emoji zone country roles group_id span measure badge "
    "rule seqs state source changes action key remote digest value "
    "data sealed browser alias team service topic recurrence missed free_days series receipt item "
    "prompt category mood effort picture date leap origin gaps".split()
)
"""Columns that hold nobody, or are seen to below; a test insists that every column is in one of the three sets."""

STRUCTURED = frozenset({("fact", "detail"), ("message", "gift")})
"""JSON that decisions read: replaced value by value, never as text."""

"""The usual kinds of parallel investigation and what their short names stand for."""

from __future__ import annotations

_NAMES = {
    "criminal": "Criminal investigation",
    "coronial": "Inquest",
    "disciplinary": "Professional body's or employer's disciplinary process",
    "agency": "Agency investigation",
    "dhr": "Domestic homicide review",
    "dardr": "Domestic abuse related death review",
    "sar": "Safeguarding adults review",
    "si": "Serious incident investigation (health)",
    "family-court": "Family court proceedings",
}


def proceedings_name(kind: str) -> str:
    """A kind of `parallel_investigations` written out; an unusual one as the author wrote it."""
    return _NAMES.get(kind.strip().lower().replace(" ", "-"), kind[:1].upper() + kind[1:])


def is_criminal(kind: str) -> bool:
    """Whether the police lead on progress and publication, as in criminal proceedings."""
    return kind.strip().lower().startswith("criminal")

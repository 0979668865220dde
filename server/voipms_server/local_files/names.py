"""Names under which files are saved: any words, but none that another program takes for something else."""

import unicodedata

MOST_BYTES = 200
KEPT = " ._-()+,'&"
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
"""Names that Windows takes for devices, whatever follows the first dot."""


def safe(said: str, suffix: str) -> str:
    """A plain, visible name of one part that ends in what the content is."""
    shown = "".join(one if _is_kept(one) else "_" for one in unicodedata.normalize("NFC", said))
    stem = shown[: -len(suffix)] if shown.lower().endswith(suffix) else shown
    stem = stem.encode()[: MOST_BYTES - len(suffix)].decode(errors="ignore").strip(" .") or "file"
    return f"{'_' if stem.partition('.')[0].strip().upper() in RESERVED else ''}{stem}{suffix}"


def _is_kept(character: str) -> bool:
    return character in KEPT or unicodedata.category(character)[0] in "LMN"

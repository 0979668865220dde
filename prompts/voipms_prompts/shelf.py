"""All prompts, read from their files when they are first asked for."""

from functools import cache
from importlib import resources

from voipms_prompts.prompt import Prompt, read


@cache
def prompts() -> tuple[Prompt, ...]:
    """In the order of their names."""
    files = [file for file in resources.files("voipms_prompts").iterdir() if file.name.endswith(".md")]
    return tuple(sorted((read(file.read_text(encoding="utf-8")) for file in files), key=lambda prompt: prompt.name))

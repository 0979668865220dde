"""From a symptom in plain words to its causes: a table of symptoms, a table of checks, and what cannot be seen."""

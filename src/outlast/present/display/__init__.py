"""How things are shown: voice, names, theme, fonts, time axis, captions."""

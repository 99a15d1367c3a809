"""Display: voice, names, theme, fonts, time axis, captions."""

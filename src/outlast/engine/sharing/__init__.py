"""The passes by which the users of a site divide its goods; `allocate` puts them in order."""

"""Public claims: their declaration, the queries that they state, and the verdict on each."""

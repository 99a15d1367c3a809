"""Views: one picture a file, as plain data, chart and table."""

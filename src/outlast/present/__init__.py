"""What people see: one voice for every sentence, and one view a file."""

"""Published files to the project's own tables, one script a dataset."""

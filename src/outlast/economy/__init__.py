"""The economy behind the services: tables of industries, and the loss when an input stops."""

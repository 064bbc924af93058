"""What is computed from the tables that were read: achievement, the catalogue's ids, lookups."""

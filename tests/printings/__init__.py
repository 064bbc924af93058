"""Random printings of the plans with gold: drawn, read, and held against it."""

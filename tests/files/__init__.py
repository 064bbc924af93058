"""What files really hold, measured: tagged printings, text layers that lie, scans, documents without pages."""

"""Numbers, dates and units of measure, as Italian documents write them."""

"""Indicators that several chambers share. Public: `normalizers.catalogue.catalogue`."""

"""Records as rows of the tables, with the meaning that normalizers give."""

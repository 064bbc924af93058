"""What is printed where: from a document to records, knowing nothing of units, dates or what a code means."""

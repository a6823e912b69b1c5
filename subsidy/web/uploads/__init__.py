"""Files that are sent, to the disk as they come, under names of our own."""

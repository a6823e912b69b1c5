"""What can be asked: one module for each group of routes."""

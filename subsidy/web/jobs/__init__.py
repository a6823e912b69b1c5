"""Computations beside the server, each in a process of its own."""

"""The HTTP API and the page: what library and command line answer, over HTTP, byte for byte."""

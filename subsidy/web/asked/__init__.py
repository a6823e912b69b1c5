"""What is asked: bodies and queries, read strictly, each into a model."""

"""Results for people: tables for the terminal, CSV, and the words on them in Chinese and English."""

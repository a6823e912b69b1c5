"""Launcher for a checkout: `python cli.py …` is `subsidy …`."""

from subsidy.cli import main

if __name__ == "__main__":
    main()

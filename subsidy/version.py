"""The version, in the one place that the package and its receipts take it from."""

__version__ = "0.1.0"
ENGINE = f"subsidy {__version__}"

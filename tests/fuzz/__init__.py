"""Files as nobody meant them: whatever the bytes, a batch ends in an error that a user can mend or in an account that balances."""

"""The directory of help, open to everyone without a record."""

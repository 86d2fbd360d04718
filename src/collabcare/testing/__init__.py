"""What the tests of other software can use: made-up records of every kind (needs the extra `testing`)."""

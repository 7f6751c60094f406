"""Where the figures in the documentation come from. Run by hand, never by the test suite."""

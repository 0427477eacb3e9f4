"""Installing: where the app is, how it got there, and its tokens."""

"""Learning: who and what there is in a workspace."""

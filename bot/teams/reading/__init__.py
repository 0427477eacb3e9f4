"""Activities and Graph's messages become what was heard."""

"""A stand-in for Microsoft Teams, Entra and the key servers, spoken to over HTTP; test files say what it can do."""

"""Tables, migrations, transactions and every query."""

"""Coffee: colleagues who joined are brought together for a chat, again and again."""

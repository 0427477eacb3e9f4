"""The cards of questions: asked, proposed, listed, recalled."""
